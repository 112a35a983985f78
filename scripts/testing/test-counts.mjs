/**
 * The numbers in the closing lines of Vitest ("Tests  1 failed | 20 passed (21)") and Playwright ("20 passed (3s)").
 * @param {string} output
 * @returns {{ passed: number, failed: number } | undefined} undefined when there are no such lines
 */
export function countTests(output) {
  const vitest = /^\s*Tests\s+(.*\d+ (?:passed|failed|skipped).*)$/m.exec(output)?.[1]
  const playwright = output
    .match(/^ {2}\d+ (?:passed|failed|flaky|did not run|interrupted)\b/gm)
    ?.join('\n')
  const line = vitest ?? playwright
  if (line === undefined) return undefined
  const number = words =>
    [...line.matchAll(new RegExp(`(\\d+) (?:${words})`, 'g'))].reduce(
      (sum, m) => sum + Number(m[1]),
      0,
    )
  return { passed: number('passed|flaky'), failed: number('failed|did not run|interrupted') }
}
