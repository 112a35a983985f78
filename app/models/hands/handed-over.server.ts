import { type SQL, sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless, write } from '#db/lane.ts'
import type { Handing } from './handing.ts'
import { sqlHoldings } from './holdings.server.ts'

/** A new row of `holders`: the code that its ticket carries is made with it. */
export const NEW_DOOR_CODE: SQL = sql`lower(hex(randomblob(16)))`

export type HandingRefusal = 'not-found' | 'not-decided' | 'changed'

/** Sets the mark, or takes it back. A second press of the same writes nothing. */
export async function markHandedOver(person: Person, eventId: string, handing: Handing) {
  const { userId, seen } = handing
  const mark = sql`SELECT handed_at FROM holders WHERE event_id = ${eventId} AND user_id = ${userId}`
  const holding = sql`SELECT holding FROM ${sqlHoldings(eventId)} AS held WHERE held.userId = ${userId}`
  const isSet = handing.what === 'set'
  const changes = isSet ? sql`(${mark}) IS NULL` : sql`(${mark}) IS NOT NULL`
  const done = await write<HandingRefusal>([
    mustManage(person, eventId),
    refuseUnless('not-decided', sqlIsInState(eventId, ['finalized'])),
    refuseUnless(
      'changed',
      isSet ? sql`(${holding}) = ${seen}` : sql`(${mark}) IS NULL OR (${mark}) = ${seen}`,
    ),
    auditRows(
      {
        actor: person,
        action: isSet ? 'tickets.handed-over' : 'tickets.not-handed-over',
        subject: 'user',
        subjectId: userId,
        eventId,
        after: sql`json_object('tickets', (${holding}))`,
      },
      sql`WHERE ${changes}`,
    ),
    isSet ? setMark(person, eventId, userId) : clearMark(eventId, userId),
  ])
  if (done.refusal) return { refusal: done.refusal, isNew: false }
  return { refusal: undefined, isNew: done.rows.at(-1)?.length === 1 }
}

function setMark({ name }: Person, eventId: string, userId: string): SQL {
  return sql`INSERT INTO holders (event_id, user_id, door_code, handed_at, handed_by_name)
    VALUES (${eventId}, ${userId}, ${NEW_DOOR_CODE}, ${NOW}, ${name})
    ON CONFLICT (event_id, user_id) DO UPDATE SET handed_at = excluded.handed_at,
      handed_by_name = excluded.handed_by_name WHERE handed_at IS NULL RETURNING user_id`
}

function clearMark(eventId: string, userId: string): SQL {
  return sql`UPDATE holders SET handed_at = NULL, handed_by_name = NULL
    WHERE event_id = ${eventId} AND user_id = ${userId} AND handed_at IS NOT NULL RETURNING user_id`
}
