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
  /** By the decision. */
  got: number
  /** Null where nothing is known of what came after: of older decisions, and before one. */
  after: AfterDecision | null
}

/** What came after the decision. */
export type AfterDecision = {
  /** The most tickets accepted from one offer, and taken at once in a last call. */
  accepted: number
  taken: number
  /** By an organizer, in all. */
  given: number
  /** They pressed "I am coming", or named their guests. */
  saysComing: boolean
  /** Declined an offer, let one run out that was open for long, or left the waiting list. */
  refused: boolean
  isOffered: boolean
  /** Gave everything back before offers end. */
  gaveAllBack: boolean
  /** By an organizer, below the smallest size. */
  wasLowered: boolean
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
  | 'gave-back'
  | 'lowered'
  | 'offered'
  | 'refused'

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
  const { isAsked, smallest, got, finalizedAt, after } = entry
  if (!isAsked && !takesPart(after)) return 'not-asked'
  if (smallest === null) return 'no-size'
  if (after?.gaveAllBack) return 'gave-back'
  if (after?.wasLowered) return 'lowered'
  const isWon = got >= smallest || wonAfter(after, smallest)
  if (finalizedAt === null) return isWon ? 'won-so-far' : 'not-final'
  return isWon ? 'won' : (whyNoLoss(entry, smallest) ?? 'lost')
}

/** Nobody else can bring this about. */
function takesPart(after: AfterDecision | null): boolean {
  return after !== null && (after.accepted > 0 || after.taken > 0 || after.saysComing)
}

function wonAfter(after: AfterDecision | null, smallest: number): boolean {
  if (!after) return false
  const { accepted, taken, given, saysComing } = after
  return Math.max(accepted, taken) >= smallest || (saysComing && given >= smallest)
}

function whyNoLoss(entry: LedgerEntry, smallest: number): Verdict | undefined {
  const { drawnFor, wanted, openSeconds, drawn, isPinned, isAsked, got, after } = entry
  if (after?.isOffered) return 'offered'
  if (!isAsked) return 'not-asked'
  if (drawnFor === null) return 'by-hand'
  if (openSeconds < OPEN_SECONDS) return 'too-short'
  if (drawn === null) return 'off-roll'
  if (isPinned || got !== drawn || hasTickets(after)) return 'set-by-hand'
  if (smallest > drawnFor) return 'never-enough'
  if (wanted <= drawnFor) return 'enough'
  return after?.refused ? 'refused' : undefined
}

function hasTickets(after: AfterDecision | null): boolean {
  return after !== null && (after.taken > 0 || (after.given > 0 && after.saysComing))
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
