/** Ranks and quantiles, no means, as the machine is noisy. */

export function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0
}

export const median = (values: number[]): number => quantile(values, 0.5)

/**
 * Mann-Whitney rank test: how many standard deviations the ranks of one sample are above those expected from a common
 * distribution. Beyond ±3.3 has a chance of 1 in 1,000.
 */
export function rankScore(one: number[], other: number[]): number {
  const all = [
    ...one.map(value => ({ value, isOne: true })),
    ...other.map(value => ({ value, isOne: false })),
  ]
  all.sort((a, b) => a.value - b.value)
  const [n, m] = [one.length, other.length]
  let [rankSum, ties] = [0, 0]
  for (let at = 0; at < all.length; ) {
    let end = at
    while (end < all.length && all[end]?.value === all[at]?.value) end += 1
    const rank = (at + end + 1) / 2
    rankSum += rank * all.slice(at, end).filter(each => each.isOne).length
    ties += (end - at) ** 3 - (end - at)
    at = end
  }
  const total = n + m
  const spread = Math.sqrt(((n * m) / 12) * (total + 1 - ties / (total * (total - 1))))
  return spread === 0 ? 0 : (rankSum - (n * (total + 1)) / 2) / spread
}

/** Alternates in pairs, so that whatever slows the machine slows both. @returns milliseconds of each try */
export async function timeBoth(
  tries: number,
  one: (at: number) => Promise<unknown>,
  other: (at: number) => Promise<unknown>,
): Promise<[number[], number[]]> {
  const times: [number[], number[]] = [[], []]
  for (let at = 0; at < tries; at += 1)
    for (const which of at % 2 === 0 ? ([0, 1] as const) : ([1, 0] as const)) {
      const started = performance.now()
      await (which === 0 ? one : other)(at)
      times[which].push(performance.now() - started)
    }
  return times
}
