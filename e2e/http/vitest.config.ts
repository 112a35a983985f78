import { defineConfig } from 'vitest/config'

/** Tests over HTTP against the built server; RUNTIME=deno (default) or node. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/http/**/*.test.ts'],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
