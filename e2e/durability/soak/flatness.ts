export type Series = { name: string; unit: string; values: readonly number[] }

/** Allowed growth over the last half: a share of its level there, and at least this much. */
export type Tolerance = { share: number; atLeast: number }

export type Flatness = Series & { level: number; growth: number; allowed: number; isFlat: boolean }

/**
 * The first half is warming up. In the second, the median of the slopes between all pairs of samples counts,
 * so that neither garbage collection nor a hiccup of the machine decides.
 */
export function judgeFlatness(series: Series, { share, atLeast }: Tolerance): Flatness {
  const half = series.values.slice(Math.floor(series.values.length / 2))
  const level = median(half)
  const growth = medianSlope(half) * Math.max(0, half.length - 1)
  const allowed = Math.max(level * share, atLeast)
  return { ...series, level, growth, allowed, isFlat: growth <= allowed }
}

export function sayFlatness({ name, unit, level, growth, allowed, isFlat }: Flatness): string {
  const round = (value: number) => `${Math.round(value * 10) / 10} ${unit}`
  return `${name}: ${isFlat ? 'flat' : 'GROWS'}; ${round(level)}, ${growth < 0 ? '' : '+'}${round(growth)} over the last half, allowed +${round(allowed)}`
}

function medianSlope(values: readonly number[]): number {
  const slopes = values.flatMap((from, i) =>
    values.slice(i + 1).map((to, j) => (to - from) / (j + 1)),
  )
  return median(slopes)
}

/** The value below which a share (0 to 1) of the values lies; 0 without values. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}

export function median(values: readonly number[]): number {
  return quantile(values, 0.5)
}
