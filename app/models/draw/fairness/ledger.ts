/** One event that was decided and that a person asked for. */
export type LedgerEntry = {
  eventId: string
  eventName: string
  /** When it was decided for the first time. */
  finalizedAt: number
  /** Tickets asked for by everybody's largest size that could be had at all. */
  requested: number
  /** Tickets there were when it was first decided, without those that were held back. */
  available: number
  /** Tickets given to all together. */
  given: number
  /** The fewest that she would have taken; null when her sizes are unknown. */
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
 * A person's history, oldest first, with what each event did to her losses in a row. A loss is: asked for what could
 * be had, got nothing, and more was asked for than there was. A win ends the row; an event with enough for all changes
 * nothing, and neither does one that never had as many tickets as she would have taken: nobody waits for that.
 * Nor does one where as many were left in the end. No rule leaves those, only who decides by hand, and nobody is to
 * hand out losses.
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
