import type { After } from '#app/allocation/after/standing.ts'
import type { OfferTimes } from '#app/allocation/after/times.ts'

/** An event that was decided. Instants are milliseconds, as in the database. */
export interface DecidedEvent {
  readonly id: string
  readonly name: string
  readonly place: string
  readonly startsAt: number
  readonly timeZone: string
  readonly totalTickets: number
  readonly heldBack: number
  readonly offerHours: number
  readonly offersEndHours: number
  readonly confirmBy: number | null
  readonly releasesUnconfirmed: boolean
  readonly cancelledAt: number | null
  readonly version: number
}

/** What the log does not say of somebody. */
export interface Holder {
  readonly userId: string
  readonly hasJoined: boolean
  readonly isActive: boolean
  readonly isConfirmed: boolean
  /** By an organizer after the decision: that confirms. */
  wasGiven: boolean
  /** Got their tickets, or came. */
  readonly wasHandedOver: boolean
  putBack: number
  returned: number
  offerId: string | null
  /** When their offer's mail left, in seconds; 0 while it is due and has not left; null where none will. */
  readonly mailLeftAt: number | null
}

/** Of somebody to whom nothing has happened yet. */
export const NEW_HOLDER = {
  isConfirmed: false,
  wasGiven: false,
  wasHandedOver: false,
  putBack: 0,
  returned: 0,
  offerId: null,
  mailLeftAt: null,
} as const

/** An event after its decision at one moment, to be judged and moved on. Instants of `after` are seconds. */
export interface Live {
  readonly event: DecidedEvent
  readonly finalizationId: string
  readonly n: number
  readonly head: string
  /** The later of the database's clock and the last line. */
  readonly now: number
  offersTickets: boolean
  readonly hadLastCall: boolean
  readonly after: After
  readonly holders: Map<string, Holder>
  readonly codes: Map<string, string>
}

export function timesOf(event: DecidedEvent): OfferTimes {
  const { timeZone, offersEndHours, offerHours } = event
  return { startsAt: toSeconds(event.startsAt), timeZone, offersEndHours, offerHours }
}

/** Rounded down: an instant within a second is not yet the next. */
export function toSeconds(milliseconds: number): number {
  return Math.floor(milliseconds / 1000)
}

export function hasStarted({ event, now }: Pick<Live, 'event' | 'now'>): boolean {
  return now >= toSeconds(event.startsAt)
}
