import { sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless } from '#db/lane.ts'

const absentRequests = (eventId: string) => sql`SELECT requests.id
  FROM requests JOIN users ON users.id = requests.user_id
  WHERE requests.event_id = ${eventId} AND users.deactivated_at IS NOT NULL ORDER BY requests.id`

export async function listAbsent(eventId: string): Promise<string[]> {
  return (await db().all<{ id: string }>(absentRequests(eventId))).map(({ id }) => id)
}

export function mustStillBeAbsent(eventId: string, requestIds: readonly string[]) {
  return refuseUnless(
    'changed' as const,
    sql`SELECT coalesce(group_concat(id), '') = ${requestIds.join(',')} FROM (${absentRequests(eventId)})`,
  )
}

/** A draw refuses a pin that is not on its roll. */
export function removeAbsentPins(eventId: string) {
  const sqlIsAbsent = sql`request_id IN (${absentRequests(eventId)})`
  return [
    auditRows(
      {
        actor: null,
        action: 'draw.unpinned',
        subject: 'event',
        subjectId: eventId,
        eventId,
        before: sql`json_object('requestId', request_id, 'amount', amount, 'reason', reason,
          'because', 'the account is deactivated')`,
      },
      sql`FROM pins WHERE event_id = ${eventId} AND ${sqlIsAbsent}`,
    ),
    sql`DELETE FROM pins WHERE event_id = ${eventId} AND ${sqlIsAbsent}`,
  ]
}

export function giveAbsentNone(eventId: string) {
  return sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${eventId}
    AND draft_amount IS NULL AND id IN (${absentRequests(eventId)})`
}

export function noteOffRoll(eventId: string) {
  const sqlIsOff = sql`(sizes = '' OR id IN (${absentRequests(eventId)}))`
  return sql`UPDATE requests SET off_roll = ${sqlIsOff} WHERE event_id = ${eventId} AND off_roll <> ${sqlIsOff}`
}

export async function countAbsent(eventId: string): Promise<number> {
  const row = await db().get<{ count: number }>(
    sql`SELECT count(*) AS count FROM (${absentRequests(eventId)})`,
  )
  return row?.count ?? 0
}
