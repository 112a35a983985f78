import { sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { type ManagedEvent, mustManage, type Person } from '#app/models/events/event.server.ts'
import { searchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'

type Helper = { userId: string; name: string; email: string }

export async function listDoorHelpers({ id }: ManagedEvent): Promise<Helper[]> {
  return db().all<Helper>(sql`SELECT users.id AS userId, users.name, users.email
    FROM door_helpers JOIN users ON users.id = door_helpers.user_id
    WHERE door_helpers.event_id = ${id} ORDER BY users.name COLLATE NOCASE, users.id`)
}

/** By their whole name or email address. @returns all whom that can mean */
export async function findHelpersNamed(text: string): Promise<Helper[]> {
  const [folded] = searchName(text).split('\n')
  return db().all<Helper>(sql`SELECT id AS userId, name, email FROM users
    WHERE deactivated_at IS NULL AND (email = ${text.toLowerCase()} OR name = ${text}
      OR (${folded} <> '' AND search_name >= ${`${folded}\n`} AND search_name < ${`${folded}\u000b`}))
    ORDER BY id LIMIT 2`)
}

export type HelperRefusal = 'not-found' | 'cancelled' | 'gone' | 'same'

export async function addDoorHelper(person: Person, eventId: string, userId: string) {
  return write<HelperRefusal>([
    mustManage(person, eventId),
    refuseIf('cancelled', sql`SELECT cancelled_at IS NOT NULL FROM events WHERE id = ${eventId}`),
    refuseUnless('gone', sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`),
    refuseIf('same', isHelper(eventId, userId)),
    noteHelper(person, 'event.door-helper-added', eventId, userId),
    sql`INSERT INTO door_helpers (event_id, user_id) VALUES (${eventId}, ${userId})`,
  ])
}

export async function removeDoorHelper(person: Person, eventId: string, userId: string) {
  return write<HelperRefusal>([
    mustManage(person, eventId),
    refuseUnless('same', isHelper(eventId, userId)),
    noteHelper(person, 'event.door-helper-removed', eventId, userId),
    sql`DELETE FROM door_helpers WHERE event_id = ${eventId} AND user_id = ${userId}`,
  ])
}

const isHelper = (eventId: string, userId: string) =>
  sql`EXISTS (SELECT 1 FROM door_helpers WHERE event_id = ${eventId} AND user_id = ${userId})`

function noteHelper(
  actor: Person,
  action: string,
  eventId: string,
  userId: string,
): WriteStep<HelperRefusal> {
  return auditRows({ actor, action, subject: 'user', subjectId: userId, eventId }, sql``)
}
