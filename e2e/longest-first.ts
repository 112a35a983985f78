import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** Runs the longest files first, so that the shorter ones run beside them. */
export function longestFirst(...names: string[]) {
  const rank = ({ moduleId }: TestSpecification) => {
    const found = names.findIndex(name => moduleId.includes(name))
    return found === -1 ? names.length : found
  }
  return class LongestFirst extends BaseSequencer {
    override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
      return [...files].sort((a, b) => rank(a) - rank(b) || a.moduleId.localeCompare(b.moduleId))
    }
  }
}
