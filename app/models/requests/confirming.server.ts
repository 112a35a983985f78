import { sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { sqlIsAsked } from '#app/models/draw/fairness/asked.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { sqlIsStillActive } from '#app/models/sign-in/rights.server.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { mustAllowTouching, type SeenRequest } from './writing.server.ts'

export type ConfirmRefusal = 'not-found' | 'not-open' | 'stale'
type Confirmed =
  | { refusal: ConfirmRefusal; outcome?: undefined }
  | { refusal: undefined; outcome: 'confirmed' | 'same' }

/**
 * "Yes, I asked for this", by the person alone, of what somebody else entered for them. The request keeps its version:
 * a second press does no harm, and a change by somebody else undoes the confirmation.
 */
export async function confirmRequest(
  person: Person,
  eventId: string,
  { requestId, version }: SeenRequest,
): Promise<Confirmed> {
  const { userId } = person
  const unconfirmed = sql`id = ${requestId} AND NOT ${sqlIsAsked()}`
  const done = await write<ConfirmRefusal>([
    refuseUnless('not-found', sqlIsStillActive(person)),
    ...mustAllowTouching(person, eventId, userId),
    refuseUnless(
      'stale',
      sql`SELECT id = ${requestId} AND version = ${version} FROM requests
        WHERE event_id = ${eventId} AND user_id = ${userId}`,
    ),
    auditRows(
      {
        actor: person,
        action: 'request.confirmed',
        subject: 'request',
        subjectId: requestId,
        eventId,
        after: sql`json_object('sizes', sizes, 'version', version)`,
      },
      sql`FROM requests WHERE ${unconfirmed}`,
    ),
    sql`UPDATE requests SET confirmed_at = ${NOW} WHERE ${unconfirmed} RETURNING id`,
  ])
  if (done.refusal) return { refusal: done.refusal }
  const isNew = done.rows.at(-1)?.length === 1
  return { refusal: undefined, outcome: isNew ? 'confirmed' : 'same' }
}
