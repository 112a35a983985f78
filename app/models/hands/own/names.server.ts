import { type SQL, sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { sqlHoldingNow } from '#app/models/events/holders.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { mustHold, stepsToConfirm } from './confirming.server.ts'

export type NamesRefusal = 'not-found' | 'too-late' | 'too-many'

/** Names stand nowhere else: in no audit entry and in no mail. */
const KEPT = 30 * 24 * 3_600_000

export async function findNames(userId: string, eventId: string): Promise<string[]> {
  const [row] = await db().all<{ names: string }>(
    sql`SELECT guest_names AS names FROM holders WHERE event_id = ${eventId} AND user_id = ${userId}`,
  )
  return row ? (JSON.parse(row.names) as string[]) : []
}

/** By the holder alone. Giving a name also says "I am coming". */
export async function saveNames(person: Person, eventId: string, names: readonly string[]) {
  const { userId } = person
  const json = JSON.stringify(names)
  const isOther = sql`NOT EXISTS (SELECT 1 FROM holders
    WHERE event_id = ${eventId} AND user_id = ${userId} AND guest_names = ${json})`
  const done = await write<NamesRefusal>([
    ...mustHold(person, eventId),
    refuseUnless('not-found', sql`SELECT asks_guest_names FROM events WHERE id = ${eventId}`),
    refuseIf('too-late', sqlIsTooLate(userId, eventId)),
    refuseIf('too-many', sql`${names.length} >= ${sqlHoldingNow(eventId, sql`${userId}`)}`),
    ...(names.length > 0 ? stepsToConfirm(person, eventId) : []),
    auditRows(
      {
        actor: person,
        action: 'tickets.named',
        subject: 'event',
        subjectId: eventId,
        eventId,
        after: JSON.stringify({ names: names.length }),
      },
      sql`WHERE ${isOther}`,
    ),
    sql`INSERT INTO holders (event_id, user_id, guest_names)
      SELECT ${eventId}, ${userId}, ${json} WHERE ${isOther}
      ON CONFLICT (event_id, user_id) DO UPDATE SET guest_names = excluded.guest_names
      RETURNING user_id`,
  ])
  if (done.refusal) return { refusal: done.refusal }
  const outcome: 'saved' | 'same' = done.rows.at(-1)?.length === 1 ? 'saved' : 'same'
  return { refusal: undefined, outcome }
}

/** Also where the tickets are due to be released, as nobody confirmed them in time. */
function sqlIsTooLate(userId: string, eventId: string): SQL {
  return sql`SELECT min(coalesce(guest_names_until, starts_at), starts_at) <= ${NOW}
      OR (releases_unconfirmed = 1 AND confirm_by <= ${NOW} AND NOT EXISTS (SELECT 1 FROM holders
        WHERE event_id = events.id AND user_id = ${userId}
          AND (confirmed_at IS NOT NULL OR handed_at IS NOT NULL OR came > 0)))
    FROM events WHERE id = ${eventId}`
}

/** 30 days after the start, whatever became of the event. */
export async function forgetOldNames(): Promise<void> {
  const old = sql`holders.guest_names <> '[]' AND holders.event_id IN
    (SELECT id FROM events WHERE starts_at <= ${Date.now() - KEPT})`
  const [found] = await db().all(sql`SELECT 1 FROM holders WHERE ${old} LIMIT 1`)
  if (!found) return
  await write([
    auditRows(
      {
        actor: null,
        action: 'event.names-deleted',
        subject: 'event',
        subjectId: sql`holders.event_id`,
        eventId: sql`holders.event_id`,
        after: sql`json_object('people', count(*))`,
      },
      sql`FROM holders WHERE ${old} GROUP BY holders.event_id`,
    ),
    sql`UPDATE holders SET guest_names = '[]' WHERE ${old}`,
  ])
}
