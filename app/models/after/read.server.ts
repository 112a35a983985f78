import { setImmediate as turn } from 'node:timers/promises'
import { type SQL, sql } from 'drizzle-orm'
import type { PersonAfter } from '#app/allocation/after/standing.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { judgingClock } from './clock.server.ts'
import { type DecidedEvent, type Holder, type Live, toSeconds } from './live.ts'

type StateRow = {
  now: number
  finalizationId: string
  n: number
  head: string
  at: number
  free: number
  nextPlace: number
  lastCallUntil: number | null
  hadLastCall: number
  offersTickets: number
  event: string
}

type PersonRow = {
  code: string
  userId: string
  sizes: string
  holding: number
  level: number
  place: number
  isWilling: number
  hasLeft: number
  wasSkipped: number
  wasSetToNone: number
  hasJoined: number
  putBack: number
  returned: number
  wasGiven: number
  isActive: number
  isConfirmed: number
  wasHandedOver: number
  offerId: string | null
  offered: number | null
  until: number | null
  mailState: string | null
  mailSentAt: number | null
  mailError: string | null
}

export const EVENT_FACTS: SQL = sql`json_object('id', events.id, 'name', events.name, 'place', events.place,
  'startsAt', events.starts_at, 'timeZone', events.time_zone, 'totalTickets', events.total_tickets,
  'heldBack', events.held_back, 'offerHours', events.offer_hours, 'offersEndHours', events.offers_end_hours,
  'confirmBy', events.confirm_by, 'releasesUnconfirmed', json(iif(events.releases_unconfirmed, 'true', 'false')),
  'cancelledAt', events.cancelled_at, 'version', events.version)`

/** @returns undefined where nothing is decided, or no log was begun */
export async function readLive(eventId: string): Promise<Live | undefined> {
  // First the number of the last line: the guard of the batch then finds what others write in between.
  const [state] = await db().all<StateRow>(sql`
    SELECT ${judgingClock()} AS now, s.finalization_id AS finalizationId, s.n, s.head, s.at, s.free,
      s.next_place AS nextPlace, s.last_call_until AS lastCallUntil, s.had_last_call AS hadLastCall,
      s.offers_tickets AS offersTickets, ${EVENT_FACTS} AS event
    FROM after_states s
    JOIN finalizations ON finalizations.id = s.finalization_id AND finalizations.undone_at IS NULL
    JOIN events ON events.id = s.event_id
    WHERE s.event_id = ${eventId} AND events.finalized_at IS NOT NULL`)
  if (!state) return undefined
  const people = await readPeople(state.finalizationId)
  const lastLine = toSeconds(state.at)
  return {
    event: JSON.parse(state.event) as DecidedEvent,
    finalizationId: state.finalizationId,
    n: state.n,
    head: state.head,
    now: Math.max(toSeconds(state.now), lastLine),
    offersTickets: state.offersTickets === 1,
    hadLastCall: state.hadLastCall === 1,
    after: {
      people: new Map(people.map(row => [row.code, standingOfRow(row)])),
      free: state.free,
      nextPlace: state.nextPlace,
      lastCallUntil: state.lastCallUntil === null ? null : toSeconds(state.lastCallUntil),
      at: lastLine,
    },
    holders: new Map(people.map(row => [row.code, holderOf(row)])),
    codes: new Map(people.map(row => [row.userId, row.code])),
  }
}

/** Rows at a time, so that pages are answered in between. */
const STEP = 1000

async function readPeople(finalizationId: string): Promise<PersonRow[]> {
  const people: PersonRow[] = []
  for (;;) {
    const rows = await readPeopleAfter(finalizationId, people.at(-1)?.code ?? '')
    people.push(...rows)
    if (rows.length < STEP) return people
    await turn()
  }
}

async function readPeopleAfter(finalizationId: string, code: string): Promise<PersonRow[]> {
  return db().all<PersonRow>(sql`
    SELECT t.code, t.user_id AS userId, t.sizes, t.holding, t.level, t.place,
      t.is_willing AS isWilling, t.has_left AS hasLeft, t.was_skipped AS wasSkipped,
      t.was_set_to_none AS wasSetToNone, t.has_joined AS hasJoined, t.put_back AS putBack, t.returned,
      t.was_given AS wasGiven,
      users.deactivated_at IS NULL AS isActive, holders.confirmed_at IS NOT NULL AS isConfirmed,
      coalesce(holders.handed_at IS NOT NULL OR holders.came > 0, 0) AS wasHandedOver,
      offers.id AS offerId, offers.tickets AS offered, offers.until_at AS until,
      mails.state AS mailState, mails.sent_at AS mailSentAt,
      mails.last_error AS mailError
    FROM standings t
    JOIN users ON users.id = t.user_id
    LEFT JOIN holders ON holders.event_id = t.event_id AND holders.user_id = t.user_id
    LEFT JOIN offers ON offers.event_id = t.event_id AND offers.user_id = t.user_id AND offers.state = 'open'
    LEFT JOIN mails ON mails.reason_key = 'offer:' || offers.id
    WHERE t.finalization_id = ${finalizationId} AND t.code > ${code}
    ORDER BY t.code LIMIT ${STEP}`)
}

function standingOfRow(row: PersonRow): PersonAfter {
  const { code, holding, level, place, offered, until } = row
  return {
    code,
    holding,
    level,
    place,
    sizes: parseSizes(row.sizes),
    isWilling: row.isWilling === 1,
    hasLeft: row.hasLeft === 1,
    wasSkipped: row.wasSkipped === 1,
    wasSetToNone: row.wasSetToNone === 1,
    offer:
      offered === null || until === null ? null : { tickets: offered, until: toSeconds(until) },
  }
}

function holderOf(row: PersonRow): Holder {
  const { userId, putBack, returned, offerId } = row
  return {
    userId,
    putBack,
    returned,
    offerId,
    hasJoined: row.hasJoined === 1,
    isActive: row.isActive === 1,
    isConfirmed: row.isConfirmed === 1,
    wasGiven: row.wasGiven === 1,
    wasHandedOver: row.wasHandedOver === 1,
    mailLeftAt: mailLeftAt(row),
  }
}

function mailLeftAt({ mailState, mailSentAt, mailError }: PersonRow): number | null {
  const wasDropped = mailState === 'kept' && mailError !== null
  if (mailState === 'queued' || mailState === 'sending' || wasDropped) return 0
  return mailSentAt === null ? null : toSeconds(mailSentAt)
}
