import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { refuseUnless } from '#db/lane.ts'

/** Requests of deactivated people, by id: no roll takes them in. */
const absentRequests = (eventId: string) => sql`SELECT requests.id
  FROM requests JOIN users ON users.id = requests.user_id
  WHERE requests.event_id = ${eventId} AND users.deactivated_at IS NOT NULL ORDER BY requests.id`

export async function listAbsent(eventId: string): Promise<string[]> {
  return (await db().all<{ id: string }>(absentRequests(eventId))).map(({ id }) => id)
}

/** Refuses (`changed`) when an account was deactivated or reactivated since the list was read. */
export function mustStillBeAbsent(eventId: string, requestIds: readonly string[]) {
  return refuseUnless(
    'changed' as const,
    sql`SELECT coalesce(group_concat(id), '') = ${requestIds.join(',')} FROM (${absentRequests(eventId)})`,
  )
}

/** The steps that remove the pins of deactivated people: a draw refuses a pin that is not on its roll. */
export function removeAbsentPins(eventId: string) {
  const isAbsent = sql`request_id IN (${absentRequests(eventId)})`
  return [
    sql`INSERT INTO audit_entries (at, actor_name, action, subject, subject_id, event_id, before)
      SELECT ${Date.now()}, '', 'draw.unpinned', 'event', ${eventId}, ${eventId},
        json_object('requestId', request_id, 'amount', amount, 'reason', reason,
          'because', 'the account is deactivated')
      FROM pins WHERE event_id = ${eventId} AND ${isAbsent}`,
    sql`DELETE FROM pins WHERE event_id = ${eventId} AND ${isAbsent}`,
  ]
}

/** The step that gives none to deactivated people whom a draw left undecided. */
export function giveAbsentNone(eventId: string) {
  return sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${eventId}
    AND draft_amount IS NULL AND id IN (${absentRequests(eventId)})`
}

/** True for a request that the roll in force can draw for, or while no roll is frozen. For guards. */
export function canBeDrawn(requestId: string) {
  return sql`SELECT rolls.roll IS NULL
      OR instr(char(10) || rolls.roll, char(10) || entry_codes.code || '|') > 0
    FROM requests
    LEFT JOIN rolls ON rolls.event_id = requests.event_id AND rolls.superseded_at IS NULL
    LEFT JOIN entry_codes ON entry_codes.event_id = requests.event_id
      AND entry_codes.user_id = requests.user_id
    WHERE requests.id = ${requestId}`
}
