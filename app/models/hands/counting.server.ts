import { type SQL, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import type { Count } from './counting.ts'
import { sqlWorksAtDoor } from './door.server.ts'
import { NEW_DOOR_CODE } from './handed-over.server.ts'
import { sqlHoldings } from './holdings.server.ts'

export type CountRefusal = 'not-found' | 'void' | 'changed' | 'over'

/**
 * Says how many people are here with somebody's tickets. Nothing is written when another count than `seen` is there, or
 * when it is more than the holding and `over` does not say so.
 */
export async function countPeople(person: Person, eventId: string, counted: Count) {
  const { userId, count, seen, over } = counted
  const came = sql`coalesce((SELECT came FROM holders WHERE event_id = ${eventId} AND user_id = ${userId}), 0)`
  const holding = sql`(SELECT holding FROM ${sqlHoldings(eventId)} AS held WHERE held.userId = ${userId})`
  const done = await write<CountRefusal>([
    refuseUnless('not-found', sqlWorksAtDoor(person, eventId)),
    refuseUnless('void', sqlIsInState(eventId, ['finalized'])),
    refuseUnless('void', sql`${holding} > 0`),
    refuseUnless('changed', sql`${came} = ${seen}`),
    refuseIf(
      'over',
      sql`${count} > ${seen} AND ${count} > ${holding} AND ${holding} <> ${over ?? 0}`,
    ),
    ...(count === seen ? [] : stepsToCount(person, eventId, counted)),
  ])
  return { refusal: done.refusal }
}

function stepsToCount(person: Person, eventId: string, { userId, count, seen }: Count): SQL[] {
  return [
    audit({
      actor: person,
      action: 'door.counted',
      subject: 'user',
      subjectId: userId,
      eventId,
      before: { here: seen },
      after: { here: count },
    }),
    sql`INSERT INTO holders (event_id, user_id, door_code, came, came_at, came_by_name)
      VALUES (${eventId}, ${userId}, ${NEW_DOOR_CODE}, ${count}, ${NOW}, ${person.name})
      ON CONFLICT (event_id, user_id) DO UPDATE SET came = excluded.came, came_at = excluded.came_at,
        came_by_name = excluded.came_by_name`,
  ]
}
