/** The number of a draw beyond the first of its event, and why there was another. */
export type Redraw = { draw: number; reason: string }

/** In public wherever a result is told; null for a first draw. */
export function sayRedraws(redraws: readonly Redraw[]): string | null {
  const last = redraws.at(-1)
  if (!last) return null
  const reasons = redraws.map(({ draw, reason }) => `Why draw ${draw}: “${reason}”.`)
  return [`This is draw ${last.draw} of this event.`, ...reasons].join(' ')
}
