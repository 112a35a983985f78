export type LedgerEntry = {
  eventId: string
  eventName: string
  /** When it was first decided. */
  finalizedAt: number
  /** The sum of everybody's largest size that could be had at all. */
  requested: number
  /** Tickets when it was first decided, without those held back. */
  available: number
  /** Tickets given to all together. */
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

/**
 * Oldest first. A loss: the person asked for what could be had and got nothing, and more was asked for than there was.
 * A win ends the row. An event changes nothing if it had enough for all, never had as many tickets as the person
 * needed, or had that many left in the end: only decisions by hand leave those, and nobody may hand out losses.
 */
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

function judge(entry: LedgerEntry, isOversubscribed: boolean): Verdict {
  const { got, smallest, available, given } = entry
  if (got > 0) return 'won'
  if (smallest === null || smallest > available) return 'not-eligible'
  if (!isOversubscribed) return 'not-counted'
  return smallest > available - given ? 'lost' : 'left-over'
}

/** Losses in a row today. */
export function lossesOf(lines: readonly LedgerLine[]): number {
  return lines.at(-1)?.streak ?? 0
}

/** Tickets in the hat of a weighted draw. */
export function weightFor(losses: number): number {
  return 1 + losses
}
