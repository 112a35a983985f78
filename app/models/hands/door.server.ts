import { type SQL, sql } from 'drizzle-orm'
import { findEvent, type Person, type SeenEvent } from '#app/models/events/event.server.ts'
import { sqlManagesNow } from '#app/models/events/state.server.ts'
import { NOW } from '#db/clock.ts'
import { DOOR_HOURS, isDoorOpen } from './door-hours.ts'

declare const proof: unique symbol

/** Proves, for reads, that this request comes from a manager, or from a door helper in their hours. */
export type DoorEvent = SeenEvent & { readonly [proof]: true }

export async function findDoor(person: Person, eventId: string): Promise<DoorEvent | undefined> {
  const event = await findEvent(person, eventId)
  return event && worksAtDoor(event) ? event : undefined
}

function worksAtDoor(event: SeenEvent): event is DoorEvent {
  return event.isManaged || (event.isDoorHelper && isDoorOpen(event, Date.now()))
}

/** For guards: rights and hours at the write. */
export function sqlWorksAtDoor({ userId }: Pick<Person, 'userId'>, eventId: string): SQL {
  return sql`EXISTS (${sqlManagesNow({ userId }, eventId)}) OR EXISTS (SELECT 1 FROM door_helpers
    JOIN events ON events.id = door_helpers.event_id JOIN users ON users.id = door_helpers.user_id
    WHERE door_helpers.event_id = ${eventId} AND door_helpers.user_id = ${userId}
      AND users.deactivated_at IS NULL
      AND ${NOW} BETWEEN events.starts_at - ${DOOR_HOURS} AND events.starts_at + ${DOOR_HOURS})`
}
