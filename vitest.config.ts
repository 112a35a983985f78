import { readdirSync, readFileSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { longestFirst } from './e2e/longest-first.ts'
import { TEST_ENV } from './e2e/test-env.ts'

const tests = ['app', 'db', 'server', 'scripts'].flatMap(folder =>
  readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter(name => /\.test\.tsx?$/.test(name))
    .map(name => `${folder}/${name}`),
)
/** What a file does with one of these lasts until its end, and would reach the next file that shares its modules. */
const LASTS = /\bvi\.(mock|doMock|resetModules|stubEnv|stubGlobal|useFakeTimers)\(/
const alone = tests.filter(file => LASTS.test(readFileSync(file, 'utf8')))
const together = tests.filter(file => !alone.includes(file))

/** Left to itself the runner keeps a processor back, and on a small machine that is half of them. */
const threads = { minThreads: 1, maxThreads: availableParallelism(), isolate: false }

export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    pool: 'threads',
    // Threads live as long as the run. Loading the modules anew for each file took a third of the time.
    poolOptions: { threads },
    projects: [
      {
        extends: true,
        test: {
          name: 'together',
          include: together,
          setupFiles: ['app/testing/same-settings.ts'],
          poolOptions: { threads },
        },
      },
      {
        extends: true,
        test: {
          name: 'alone',
          include: alone,
          poolOptions: { threads: { ...threads, isolate: true } },
        },
      },
    ],
    sequence: {
      sequencer: longestFirst('timing.server', 'scripts/verify', 'hashing/crowd', 'import.server'),
    },
    env: TEST_ENV,
    testTimeout: 90_000,
    hookTimeout: 60_000,
    restoreMocks: true,
  },
})
