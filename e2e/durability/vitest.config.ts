import { defineConfig } from 'vitest/config'
import { longestFirst } from '../longest-first.ts'

/** Tests that kill, starve and race built servers of both runtimes, which they start themselves. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/durability/**/*.test.ts'],
    pool: 'forks',
    // One more than a small machine has processors: the soak mostly waits.
    poolOptions: { forks: { maxForks: 3 } },
    sequence: { sequencer: longestFirst('soak.test', 'kill-loop', 'busy-loop') },
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
