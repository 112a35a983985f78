import { defineConfig } from 'vitest/config'

/** Tests that kill, starve and race built servers of both runtimes, which they start themselves. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/durability/**/*.test.ts'],
    pool: 'forks',
    poolOptions: { forks: { maxForks: 2 } },
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
