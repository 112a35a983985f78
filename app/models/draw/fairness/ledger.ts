export type LedgerEntry = {
  eventId: string
  eventName: string
  /** When it was first decided. */
  finalizedAt: number
  /** The sum of everybody's largest size that could be had at all. */
  requested: number
  /** Tickets when it was first decided, without those held back. */
  available: number
  given: number
  /** The fewest that the person would have taken; null when their sizes are unknown. */
  smallest: number | null
  got: number
}

export type Verdict = 'won' | 'lost' | 'not-counted' | 'left-over' | 'not-eligible'
export type LedgerLine = LedgerEntry & {
  isOversubscribed: boolean
  verdict: Verdict
  /** Losses in a row after this event. */
  streak: number
}

export function keepLedger(entries: readonly LedgerEntry[]): LedgerLine[] {
  let streak = 0
  return entries
    .toSorted((a, b) => a.finalizedAt - b.finalizedAt || (a.eventId < b.eventId ? -1 : 1))
    .map(entry => {
      const isOversubscribed = entry.requested > entry.available
      const verdict = judge(entry, isOversubscribed)
      if (verdict === 'won') streak = 0
      if (verdict === 'lost') streak += 1
      return { ...entry, isOversubscribed, verdict, streak }
    })
}

/** `left-over` is no loss: only decisions by hand leave that many, and nobody may hand out losses. */
function judge(entry: LedgerEntry, isOversubscribed: boolean): Verdict {
  const { got, smallest, available, given } = entry
  if (got > 0) return 'won'
  if (smallest === null || smallest > available) return 'not-eligible'
  if (!isOversubscribed) return 'not-counted'
  return smallest > available - given ? 'lost' : 'left-over'
}

export function lossesOf(lines: readonly LedgerLine[]): number {
  return lines.at(-1)?.streak ?? 0
}

export function weightFor(losses: number): number {
  return 1 + losses
}
