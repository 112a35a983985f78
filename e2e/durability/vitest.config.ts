import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** The longest first, so that the shorter ones run beside it. */
const LONGEST = ['soak.test', 'kill-loop', 'busy-loop']
const rank = ({ moduleId }: TestSpecification) => {
  const found = LONGEST.findIndex(name => moduleId.includes(name))
  return found === -1 ? LONGEST.length : found
}

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return [...files].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
  }
}

/** Tests that kill, starve and race built servers of both runtimes, which they start themselves. */
export default defineConfig({
  esbuild: { jsx: 'automatic' },
  test: {
    include: ['e2e/durability/**/*.test.ts'],
    pool: 'forks',
    // One more than there are processors on a small machine: the soak mostly waits.
    poolOptions: { forks: { maxForks: 3 } },
    sequence: { sequencer: LongestFirst },
    testTimeout: 300_000,
    hookTimeout: 120_000,
  },
})
