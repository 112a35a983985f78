import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { TEST_ENV } from './e2e/test-env.ts'

/** Left to itself the runner keeps a processor back, and on a small machine that is half of them. */
const threads = availableParallelism()

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: [
      'app/**/*.test.{ts,tsx}',
      'db/**/*.test.ts',
      'server/**/*.test.ts',
      'scripts/**/*.test.ts',
    ],
    pool: 'threads',
    poolOptions: { threads: { minThreads: 1, maxThreads: threads } },
    env: TEST_ENV,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
})
