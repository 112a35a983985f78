import { defineConfig } from 'vite'

/** The bench reads our sources as they are; the plugins of the build have no place in it. */
export default defineConfig({})
