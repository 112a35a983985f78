import { sql } from 'drizzle-orm'
import {
  findManagedEvent,
  type ManagedEvent,
  type Person,
} from '#app/models/events/event.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, requests, users } from '#db/schema.ts'

const HOUR = 3_600_000
let counter = 0

type UserRow = typeof users.$inferSelect
type EventRow = Omit<typeof events.$inferSelect, 'searchName'>
type RequestRow = typeof requests.$inferSelect

/** An active member who has signed in before. */
export async function createUser(overrides: Partial<UserRow> = {}): Promise<UserRow> {
  counter += 1
  const row: UserRow = withSearchName({
    id: newId(),
    name: `Person ${counter}`,
    email: `person${counter}@example.org`,
    role: 'member',
    passwordHash: null,
    mustChangePassword: false,
    deactivatedAt: null,
    signedInAt: Date.now(),
    welcomedAt: null,
    createdAt: Date.now(),
    version: 1,
    ...overrides,
  })
  await write([db().insert(users).values(row)])
  return row
}

/** In two weeks, open, closing in one, with 10 tickets. */
export async function createEvent(overrides: Partial<EventRow> = {}): Promise<EventRow> {
  counter += 1
  const now = Date.now()
  const row: EventRow = {
    id: newId(),
    name: `Evening ${counter}`,
    startsAt: now + 336 * HOUR,
    timeZone: 'Europe/Berlin',
    place: 'Town hall',
    totalTickets: 10,
    notes: '',
    opensAt: now - HOUR,
    closesAt: now + 168 * HOUR,
    mostPerRequest: 8,
    ownerId: overrides.ownerId ?? (await createUser({ role: 'organizer' })).id,
    closedAt: null,
    cancelledAt: null,
    cancelReason: null,
    finalizedAt: null,
    createdAt: now,
    version: 1,
    allocationVersion: 1,
    impossible: null,
    heldBack: 0,
    heldBackReason: '',
    publishesDraw: false,
    offerHours: 24,
    offersEndHours: 3,
    confirmBy: null,
    releasesUnconfirmed: false,
    howToGet: '',
    asksGuestNames: false,
    guestNamesUntil: null,
    asked: 0,
    firstSizes: 0,
    ...overrides,
  }
  await write([db().insert(events).values(withSearchName(row))])
  return row
}

export async function createRequest(
  overrides: Partial<RequestRow> & Pick<RequestRow, 'eventId'>,
): Promise<RequestRow> {
  const now = Date.now()
  const row: RequestRow = {
    id: newId(),
    userId: overrides.userId ?? (await createUser()).id,
    sizes: '2,1',
    note: '',
    createdAt: now,
    changedAt: now,
    raisedAt: now,
    enteredBy: null,
    confirmedAt: null,
    draftAmount: null,
    draftReason: null,
    offRoll: false,
    drawnAmount: null,
    wasPinned: false,
    version: 1,
    impossible: null,
    ...overrides,
  }
  await write([db().insert(requests).values(row)])
  return row
}

/** Decided without results, or decided and taken back. */
export async function markFinalized(eventId: string, undone = false) {
  await write([
    sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail, undone_at, undo_reason)
      VALUES ('f', ${eventId}, 1, 1, 0, ${undone ? 2 : null}, ${undone ? 'wrong' : null})`,
    sql`UPDATE events SET finalized_at = ${undone ? null : 1}, closed_at = 1 WHERE id = ${eventId}`,
  ])
}

export function viewerOf(user: UserRow): Viewer {
  const { id: userId, name, email, role, mustChangePassword } = user
  return { userId, name, email, role, mustChangePassword, sessionId: 'session' }
}

/** The proof with which models read what only organizers may see. */
export async function managedBy(person: Person, eventId: string): Promise<ManagedEvent> {
  const event = await findManagedEvent(person, eventId)
  if (!event) throw new Error(`${person.name} does not manage ${eventId}`)
  return event
}
