import { and, eq, getTableColumns, sql } from 'drizzle-orm'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db, keptQuery } from '#db/client.ts'
import { refuseUnless } from '#db/lane.ts'
import { events, users } from '#db/schema.ts'
import { decidedOf, doorCodeOf, holdingOf, inHandOf, readInHand } from './result.server.ts'
import {
  sqlIsLocked,
  sqlIsManagedBy,
  sqlIsVisibleTo,
  sqlManagesNow,
  sqlWasDrawn,
  sqlWasFinalized,
  sqlWasLocked,
  stateSql,
} from './state.server.ts'

export type Person = Pick<Viewer, 'userId' | 'name' | 'role'>

const { searchName: _, ...columns } = getTableColumns(events)
/** `searchName` is only for searches. */
export const eventColumns = columns
export type EventRow = Omit<typeof events.$inferSelect, 'searchName'>

/** sqlIsVisibleTo() writes different SQL for each role, so each role needs its own prepared query. */
export function forEachRole<Made>(make: (role: Person['role']) => Made) {
  return { member: make('member'), organizer: make('organizer'), admin: make('admin') }
}

function eventQueryOf(role: Person['role']) {
  const now = sql.placeholder('now')
  const person = { role, userId: sql.placeholder('userId') }
  return keptQuery(reads =>
    reads
      .select({
        event: eventColumns,
        ownerName: users.name,
        state: stateSql(now),
        isManaged: sql<number>`${sqlIsManagedBy(person)}`,
        mySizes: sql<string | null>`(SELECT sizes FROM requests
          WHERE requests.event_id = events.id AND requests.user_id = ${person.userId})`,
        myDoorCode: doorCodeOf(person.userId),
        isDoorHelper: sql<boolean>`EXISTS (SELECT 1 FROM door_helpers
          WHERE door_helpers.event_id = events.id AND door_helpers.user_id = ${person.userId})`.mapWith(
          Boolean,
        ),
        /** What the person holds now. */
        myAmount: holdingOf(person.userId),
        myDecided: decidedOf(person.userId),
        mine: inHandOf(person.userId),
        wasFinalized: sqlWasFinalized().mapWith(Boolean),
        wasDrawn: sqlWasDrawn().mapWith(Boolean),
        isLocked: sqlIsLocked().mapWith(Boolean),
        wasLocked: sqlWasLocked().mapWith(Boolean),
      })
      .from(events)
      .innerJoin(users, eq(users.id, events.ownerId))
      .where(and(eq(events.id, sql.placeholder('eventId')), sqlIsVisibleTo(person, now)))
      .prepare(),
  )
}

const eventQuery = forEachRole(eventQueryOf)

export async function findEvent({ role, userId }: Person, eventId: string) {
  const [found] = await eventQuery[role]().all({ eventId, userId, now: Date.now() })
  if (!found) return undefined
  const { event, mySizes, isManaged, mine, ...rest } = found
  return {
    ...event,
    ...rest,
    isManaged: Boolean(isManaged),
    mine: readInHand(mine, rest.myAmount),
    mySizes: mySizes === null ? null : parseSizes(mySizes),
  }
}

export type SeenEvent = NonNullable<Awaited<ReturnType<typeof findEvent>>>

declare const proof: unique symbol

/** Proves, for reads, that this request comes from a manager. A later write needs `mustManage`. */
export type ManagedEvent = SeenEvent & { readonly [proof]: true }

export function isManaged(event: SeenEvent): event is ManagedEvent {
  return event.isManaged
}

export async function findManagedEvent(
  person: Person,
  eventId: string,
): Promise<ManagedEvent | undefined> {
  const found = await findEvent(person, eventId)
  return found && isManaged(found) ? found : undefined
}

/** By the person's rights at the write. */
export function mustManage(person: Pick<Person, 'userId'>, eventId: string) {
  return refuseUnless('not-found' as const, sqlManagesNow(person, eventId))
}

/** Also in a draft: the total can never fall below them. After a decision, what is held and offered. */
export async function givenTickets(eventId: string): Promise<number> {
  const row = await db().get<{ given: number }>(sql`SELECT coalesce(
    (SELECT e.total_tickets - e.held_back - s.free FROM after_states s
      JOIN finalizations f ON f.id = s.finalization_id AND f.undone_at IS NULL
      JOIN events e ON e.id = s.event_id WHERE s.event_id = ${eventId}),
    max(
      coalesce((SELECT sum(draft_amount) FROM requests WHERE event_id = ${eventId}), 0),
      coalesce((SELECT sum(amount) FROM results JOIN finalizations f ON f.id = finalization_id
        WHERE f.event_id = ${eventId} AND f.undone_at IS NULL), 0))) AS given`)
  return row?.given ?? 0
}

export async function largestSize(eventId: string): Promise<number> {
  const row = await db().get<{ size: number | null }>(
    sql`SELECT max(CAST(sizes AS INTEGER)) AS size FROM requests WHERE event_id = ${eventId}`,
  )
  return row?.size ?? 0
}

export async function listOrganizers() {
  return db()
    .select({ userId: users.id, name: users.name })
    .from(users)
    .where(sql`${users.role} <> 'member' AND ${users.deactivatedAt} IS NULL`)
    .orderBy(sql`${users.name} COLLATE NOCASE`)
}
