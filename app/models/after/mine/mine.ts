import type { AfterKind } from '#app/allocation/after/line.ts'
import { offerSpan, stopOf } from '#app/allocation/after/times.ts'
import { type DecidedEvent, timesOf, toSeconds } from '#app/models/after/live.ts'
import type { Sizes } from '#app/values/size.ts'

export interface MyOffer {
  readonly id: string
  readonly tickets: number
  readonly madeAt: number
  /** The first moment at which an answer no longer counts. */
  readonly untilAt: number
  readonly state: 'open' | 'accepted' | 'declined' | 'expired' | 'withdrawn'
  readonly answeredAt: number | null
  readonly taken: number
}

export interface MyMove {
  readonly n: number
  readonly at: number
  readonly kind: AfterKind
  readonly tickets: number
  readonly sizes: string
  readonly reason: string
}

export interface Me {
  readonly code: string
  readonly sizes: Sizes
  /** What the decision gave. */
  readonly decided: number
  readonly holding: number
  readonly level: number
  readonly place: number
  readonly isWilling: boolean
  readonly hasLeft: boolean
  readonly wasSkipped: boolean
  readonly wasSetToNone: boolean
  readonly hasJoined: boolean
  readonly putBack: number
  readonly returned: number
  readonly wasHandedOver: boolean
}

/** What one person sees of an event after its decision. Instants are milliseconds. */
export interface Mine {
  readonly event: DecidedEvent
  readonly finalizationId: string
  /** The later of the database's clock and the last line. */
  readonly now: number
  readonly free: number
  readonly offersTickets: boolean
  readonly lastCallUntil: number | null
  /** Undefined for somebody who neither asked nor joined. */
  readonly me: Me | undefined
  readonly offers: readonly MyOffer[]
  readonly moves: readonly MyMove[]
}

export function isOver({ event, now }: Mine): boolean {
  return event.cancelledAt !== null || now >= event.startsAt
}

/** Seconds. Whatever two days are, they have an hour of day. */
const TWO_DAYS = 2 * 24 * 3600

/** As the next press will judge it, though nobody has written it yet. */
export function isInLastCall(mine: Mine): boolean {
  if (isOver(mine)) return false
  if (mine.lastCallUntil !== null) return true
  const [now, times] = [toSeconds(mine.now), timesOf(mine.event)]
  // Reckoning with the clocks costs more than the rest of the page's reading.
  if (!mine.offersTickets || now < stopOf(times) - TWO_DAYS) return false
  return offerSpan(now, times) === null
}

export function openOfferOf({ offers, now, event }: Mine): MyOffer | undefined {
  return event.cancelledAt === null
    ? offers.find(({ state, untilAt }) => state === 'open' && now < untilAt)
    : undefined
}

/** The amounts that bring somebody to a listed size, at most so many, largest first. */
export function amountsWithin({ sizes, holding }: Pick<Me, 'sizes' | 'holding'>, most: number) {
  return sizes.map(size => size - holding).filter(amount => amount > 0 && amount <= most)
}

/** `lapsed`: nothing is offered until they say so; in that case `canComeBack` may be false. */
export type LinePlace =
  | 'none'
  | 'offered'
  | 'waiting'
  | 'lapsed'
  | 'left'
  | 'skipped'
  | 'set'
  | 'has all'

export function linePlaceOf(mine: Mine): LinePlace {
  const { me } = mine
  if (!me) return 'none'
  if (me.wasSetToNone) return 'set'
  if (openOfferOf(mine)) return 'offered'
  if (me.hasLeft) return 'left'
  if (me.wasSkipped) return 'skipped'
  if (me.holding >= (me.sizes[0] ?? 0)) return 'has all'
  const hasEnded = mine.offers.some(({ state }) => state === 'open')
  return me.isWilling && !hasEnded ? 'waiting' : 'lapsed'
}

/** Of one person and event; then an organizer does it for them. */
export const MOST_RETURNS = 10
export const MOST_PUT_BACK = 5

/** In the last call, willing or not. */
export const MAY_TAKE: ReadonlySet<LinePlace> = new Set(['waiting', 'lapsed', 'offered'])

const COMES_BACK: ReadonlySet<LinePlace> = new Set(['lapsed', 'left', 'skipped'])

export function canComeBack(mine: Mine): boolean {
  return wouldComeBack(mine) && (mine.me?.putBack ?? 0) < MOST_PUT_BACK
}

export function hasComeBackTooOften(mine: Mine): boolean {
  return wouldComeBack(mine) && (mine.me?.putBack ?? 0) >= MOST_PUT_BACK
}

function wouldComeBack(mine: Mine): boolean {
  const { me } = mine
  if (!me || isOver(mine) || !COMES_BACK.has(linePlaceOf(mine))) return false
  return me.holding < (me.sizes[0] ?? 0)
}

/** In the last call, largest first. */
export function amountsToTakeNow(mine: Mine): number[] {
  const { me, free, offers } = mine
  if (
    !me ||
    me.holding >= (me.sizes[0] ?? 0) ||
    !isInLastCall(mine) ||
    me.hasLeft ||
    me.wasSkipped ||
    me.wasSetToNone
  )
    return []
  // An offer of one's own is declined on the way, so its tickets may be taken.
  const own = offers.find(({ state }) => state === 'open')?.tickets ?? 0
  return amountsWithin(me, free + own)
}

export function canGiveBack(mine: Mine): boolean {
  return !isOver(mine) && mine.me !== undefined && mine.me.holding > 0 && !mine.me.wasHandedOver
}
