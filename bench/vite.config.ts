import { defineConfig } from 'vite'

/** The bench runs the sources without the plugins of the build. */
export default defineConfig({})
