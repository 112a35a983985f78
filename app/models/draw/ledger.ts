/** One finalized event that a person asked for. */
export type LedgerEntry = {
  eventId: string
  eventName: string
  finalizedAt: number
  /** Tickets asked for by everybody's first size, and tickets there were. */
  requested: number
  total: number
  got: number
}

export type Verdict = 'won' | 'lost' | 'not-counted'
export type LedgerLine = LedgerEntry & {
  isOversubscribed: boolean
  verdict: Verdict
  /** Losses in a row after this event. */
  streak: number
}

/**
 * A person's history, oldest first, with what each event did to her losses in a row. A loss is: asked, got nothing,
 * and more was asked for than there was. A win ends the row; an event with enough for all changes nothing.
 */
export function keepLedger(entries: readonly LedgerEntry[]): LedgerLine[] {
  let streak = 0
  return entries
    .toSorted((a, b) => a.finalizedAt - b.finalizedAt || (a.eventId < b.eventId ? -1 : 1))
    .map(entry => {
      const isOversubscribed = entry.requested > entry.total
      const verdict = judge(entry.got, isOversubscribed)
      if (verdict !== 'not-counted') streak = verdict === 'lost' ? streak + 1 : 0
      return { ...entry, isOversubscribed, verdict, streak }
    })
}

function judge(got: number, isOversubscribed: boolean): Verdict {
  if (got > 0) return 'won'
  return isOversubscribed ? 'lost' : 'not-counted'
}

/** Losses in a row today. */
export function lossesOf(lines: readonly LedgerLine[]): number {
  return lines.at(-1)?.streak ?? 0
}

/** Tickets in the hat of a weighted draw. */
export function weightFor(losses: number): number {
  return 1 + losses
}
