import { defineConfig } from 'vitest/config'

/** Tests over HTTP against the built server; RUNTIME=deno (default) or node. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/http/**/*.test.ts'],
    pool: 'forks',
    // One more than there are processors on a small machine: some of them wait, for slow bodies and for stops.
    poolOptions: { forks: { maxForks: 3 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
