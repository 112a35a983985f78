import { defineConfig } from 'vitest/config'
import { longestFirst } from '../longest-first.ts'

/** What does not depend on the server's runtime. The draws of locked events are made on both in locked-draw.test. */
const ONCE = ['e2e/http/once/**', 'e2e/http/draws/locking.test.ts']

/** Tests over HTTP against the built server; RUNTIME=deno (default) or node. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/http/**/*.test.ts'],
    exclude: process.env.RUNTIME === 'node' ? ONCE : [],
    pool: 'forks',
    // One more than a small machine has processors: some wait, for slow bodies and for stops.
    poolOptions: { forks: { maxForks: 3 } },
    sequence: {
      sequencer: longestFirst(
        'bad-input',
        'life.test',
        'start.test',
        'commands',
        'remote',
        'methods',
        'bodies',
        'fuzz',
        'attack',
        'large',
      ),
    },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
