import { defineConfig } from 'vitest/config'

/**
 * What rests on our own code alone, which is the same on both, is asked of Deno only, so that the whole stays short;
 * RUNTIME=node with a name of these after it asks it of Node.
 */
const SAME_ON_BOTH = ['bad-input', 'fuzz', 'rights/methods', 'weight']
const isNamed = SAME_ON_BOTH.some(name => process.argv.some(word => word.includes(name)))
const isOnceEnough = process.env.RUNTIME === 'node' && !isNamed

/** Tests over HTTP against the built server; RUNTIME=deno (default) or node. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/http/**/*.test.ts'],
    exclude: isOnceEnough ? SAME_ON_BOTH.map(name => `**/${name}{.test.ts,/**}`) : [],
    pool: 'forks',
    // One more than there are processors on a small machine: some of them wait, for slow bodies and for stops.
    poolOptions: { forks: { maxForks: 3 } },
    testTimeout: 120_000,
    hookTimeout: 120_000,
  },
})
