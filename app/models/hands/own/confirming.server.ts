import { type SQL, sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { sqlHolders } from '#app/models/events/holders.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { sqlIsStillActive } from '#app/models/sign-in/rights.server.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless, write } from '#db/lane.ts'

export type ConfirmingRefusal = 'not-found' | 'too-late'

/** "I am coming", by the person alone. A second press does no harm. */
export async function confirmComing(person: Person, eventId: string) {
  const done = await write<ConfirmingRefusal>([
    ...mustHold(person, eventId),
    refuseUnless('too-late', sqlCanConfirm(eventId)),
    ...stepsToConfirm(person, eventId),
  ])
  if (done.refusal) return { refusal: done.refusal }
  const outcome: 'confirmed' | 'same' = done.rows.at(-1)?.length === 1 ? 'confirmed' : 'same'
  return { refusal: undefined, outcome }
}

export function mustHold(person: Pick<Person, 'userId'>, eventId: string) {
  return [
    refuseUnless('not-found' as const, sqlIsStillActive(person)),
    refuseUnless('not-found' as const, sqlIsInState(eventId, ['finalized'])),
    refuseUnless('not-found' as const, sqlHolds(person.userId, eventId)),
  ]
}

function sqlHolds(userId: string, eventId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM (${sqlHolders(eventId)}) AS held WHERE held.user_id = ${userId})`
}

/** canConfirm() is the same rule. What is released by then is no longer there to confirm. */
function sqlCanConfirm(eventId: string): SQL {
  return sql`SELECT starts_at > ${NOW} AND confirm_by IS NOT NULL
    AND (releases_unconfirmed = 0 OR confirm_by > ${NOW}) FROM events WHERE id = ${eventId}`
}

/** For a person who has not confirmed yet; the last step returns a row if so. */
export function stepsToConfirm(person: Person, eventId: string): SQL[] {
  const { userId } = person
  return [
    auditRows(
      {
        actor: person,
        action: 'tickets.confirmed',
        subject: 'event',
        subjectId: eventId,
        eventId,
      },
      sql`WHERE NOT EXISTS (SELECT 1 FROM holders
        WHERE event_id = ${eventId} AND user_id = ${userId} AND confirmed_at IS NOT NULL)`,
    ),
    sql`INSERT INTO holders (event_id, user_id, confirmed_at) VALUES (${eventId}, ${userId}, ${NOW})
      ON CONFLICT (event_id, user_id) DO UPDATE SET confirmed_at = excluded.confirmed_at
      WHERE holders.confirmed_at IS NULL RETURNING user_id`,
  ]
}
