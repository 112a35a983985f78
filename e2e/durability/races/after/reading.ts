import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

/** What the pages of an event show at one moment. */
export type Now = {
  finalizationId: string
  isOffering: boolean
  isLastCall: boolean
  hasMoved: boolean
  allocationVersion: string
  total: number
  startsAt: number
  people: Map<string, { code: string; holding: number }>
  offers: { id: string; userId: string; code: string; tickets: number; untilAt: number }[]
}

type EventRow = {
  finalizationId: string | null
  isOffering: number | null
  isLastCall: number | null
  n: number
  allocationVersion: number
  total: number
  startsAt: number
}

export async function readNow(eventId: string): Promise<Now> {
  const event = await db().get<EventRow>(sql`
    SELECT f.id AS finalizationId, s.offers_tickets AS isOffering,
      s.last_call_until IS NOT NULL AS isLastCall, allocation_version AS allocationVersion,
      total_tickets AS total, starts_at AS startsAt, (SELECT count(*) FROM ticket_moves WHERE finalization_id = f.id AND (reason <> '' OR
        kind IN ('accepted', 'taken', 'returned'))) AS n
    FROM events LEFT JOIN finalizations f ON f.event_id = events.id AND f.undone_at IS NULL
    LEFT JOIN after_states s ON s.finalization_id = f.id WHERE events.id = ${eventId}`)
  const finalizationId = event?.finalizationId ?? ''
  const people = await db().all<{ userId: string; code: string; holding: number }>(sql`
    SELECT user_id AS userId, code, holding FROM standings WHERE finalization_id = ${finalizationId}`)
  const offers = await db().all<Now['offers'][number]>(sql`
    SELECT id, user_id AS userId, code, tickets, until_at AS untilAt FROM offers
    WHERE event_id = ${eventId} AND state = 'open'`)
  return {
    ...{ finalizationId, offers },
    isOffering: event?.isOffering === 1,
    isLastCall: event?.isLastCall === 1,
    hasMoved: (event?.n ?? 0) > 0,
    allocationVersion: String(event?.allocationVersion ?? 0),
    total: event?.total ?? 0,
    startsAt: event?.startsAt ?? 0,
    people: new Map(people.map(({ userId, ...rest }) => [userId, rest])),
  }
}
