import { sayCount } from '#app/values/count.ts'
export type LedgerEntry = {
  eventId: string
  eventName: string
  ownerName: string
  /** For the first time; null when it is drawn and not final yet. */
  finalizedAt: number | null
  /** Tickets that the sealed draw gave out, without pins and held-back ones; null without a draw. */
  drawnFor: number | null
  /** First sizes of all who asked or confirmed and were drawn for. */
  wanted: number
  openSeconds: number
  /** The person asked, or confirmed what somebody else had entered. */
  isAsked: boolean
  isPinned: boolean
  /** By the draw; null when the roll left the request out. */
  drawn: number | null
  /** The fewest that the person would have taken; null when their sizes are unknown. */
  smallest: number | null
  got: number
}

export type Verdict =
  | 'won'
  | 'lost'
  | 'won-so-far'
  | 'not-final'
  | 'not-asked'
  | 'no-size'
  | 'by-hand'
  | 'too-short'
  | 'off-roll'
  | 'set-by-hand'
  | 'never-enough'
  | 'enough'

export type LedgerLine = LedgerEntry & {
  verdict: Verdict
  /** Losses in a row after this event. */
  streak: number
}

/** Requests must have been open for so long that everybody could ask. */
const OPEN_SECONDS = 24 * 3600
/** More losses in a row give nobody more. */
export const MOST_LOSSES = 10

/**
 * Oldest first; what is not final comes last. A win ends the row. Whatever somebody else can bring about alone, by
 * asking for a person, pinning, setting by hand or closing early, counts for nothing.
 */
export function keepLedger(entries: readonly LedgerEntry[]): LedgerLine[] {
  let streak = 0
  return entries.toSorted(bySequence).map(entry => {
    const verdict = judge(entry)
    if (verdict === 'won' || verdict === 'won-so-far') streak = 0
    if (verdict === 'lost') streak += 1
    return { ...entry, verdict, streak }
  })
}

function bySequence(a: LedgerEntry, b: LedgerEntry): number {
  const [first, second] = [a, b].map(({ finalizedAt }) => finalizedAt ?? Number.MAX_SAFE_INTEGER)
  return (first ?? 0) - (second ?? 0) || (a.eventId < b.eventId ? -1 : 1)
}

function judge(entry: LedgerEntry): Verdict {
  const { isAsked, smallest, got, finalizedAt } = entry
  if (!isAsked) return 'not-asked'
  if (smallest === null) return 'no-size'
  const isWon = got >= smallest
  if (finalizedAt === null) return isWon ? 'won-so-far' : 'not-final'
  return isWon ? 'won' : (whyNoLoss(entry, smallest) ?? 'lost')
}

function whyNoLoss(entry: LedgerEntry, smallest: number): Verdict | undefined {
  const { drawnFor, wanted, openSeconds, drawn, isPinned, got } = entry
  if (drawnFor === null) return 'by-hand'
  if (openSeconds < OPEN_SECONDS) return 'too-short'
  if (drawn === null) return 'off-roll'
  if (isPinned || got !== drawn) return 'set-by-hand'
  if (smallest > drawnFor) return 'never-enough'
  return wanted > drawnFor ? undefined : 'enough'
}

/** In a row today, all of them. */
export function lossesOf(lines: readonly LedgerLine[]): number {
  return lines.at(-1)?.streak ?? 0
}

export function countedLosses(losses: number): number {
  return Math.min(losses, MOST_LOSSES)
}

/** "3 losses in a row", and how many of more than the most count. */
export function sayLossesInARow(losses: number): string {
  const said = sayCount(losses, 'loss in a row')
  return losses > MOST_LOSSES ? `${said}, of which ${MOST_LOSSES} count` : said
}

/** Tickets in the hat of a weighted draw. */
export function weightFor(losses: number): number {
  return 1 + countedLosses(losses)
}
