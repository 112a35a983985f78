import { vitePlugin as remix } from '@remix-run/dev'
import { defineConfig, type Plugin } from 'vite'
import remixOptions from './remix.config.js'

/** Every program that runs in production, built together so that each module exists once a process. */
const programs = {
  node: 'server/start-node.ts',
  deno: 'server/start-deno.ts',
  'password-worker': 'app/models/sign-in/hashing/password-worker.js',
  'allocation-worker': 'app/models/draw/workers/allocation-worker.ts',
  'copy-worker': 'db/backups/copy-worker.ts',
  setup: 'server/commands/setup.ts',
  import: 'server/commands/import.ts',
  allocate: 'server/commands/allocate.ts',
  backup: 'server/commands/backup.ts',
  restore: 'server/commands/restore.ts',
}

/** The Remix plugin builds one server entry; ours are the starters, which import its build. */
function serverPrograms(): Plugin {
  return {
    name: 'server-programs',
    enforce: 'post',
    config(config, { isSsrBuild }) {
      if (!isSsrBuild || !config.build?.rollupOptions) return
      config.build.target = 'node20'
      config.build.rollupOptions.input = programs
      config.build.rollupOptions.output = {
        entryFileNames: '[name].js',
        chunkFileNames: '[name]-[hash].js',
        assetFileNames: 'assets/[name]-[hash][extname]',
        format: 'es',
      }
    },
  }
}

/** Our pages load no React: Remix insists on a build for the browser, and in that the routes are empty. */
function noBrowserRoutes(): Plugin {
  return {
    name: 'no-browser-routes',
    enforce: 'post',
    transform(_, id, { ssr } = {}) {
      return !ssr && id.endsWith('?__remix-build-client-route') ? 'export {}' : undefined
    },
  }
}

export default defineConfig({
  plugins: [remix(remixOptions), noBrowserRoutes(), serverPrograms()],
  build: { assetsInlineLimit: 0, modulePreload: false },
})
