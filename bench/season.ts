import { randomBytes } from 'node:crypto'
import { eq, sql } from 'drizzle-orm'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { hashPassword, stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { hashToken, newId, newToken } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { closeDatabase, db, rawClient } from '#db/client.ts'
import { type WriteStep, write } from '#db/lane.ts'
import { events, requests, sessions, users } from '#db/schema.ts'
import { prepareDatabase } from '#db/setup.ts'

export const PASSWORD = 'a good long password'
export const ENV = {
  SECRET_KEY: randomBytes(32).toString('hex'),
  PASSWORD_COST: '12',
  TRUSTED_PROXIES: '1',
  BEACON_URL: '',
}
/** `requests` on the event that waits for its allocation, `manyRequests` on another. */
export type Size = {
  people: number
  events: number
  requests: number
  manyRequests: number
  signedIn: number
}
const SIZE: Size = { people: 5200, events: 12, requests: 500, manyRequests: 5000, signedIn: 400 }
const HOUR = 3_600_000
const LISTS = ['2', '2,1', '4,2', '4,2,1', '1', '3,2,1', '6,4,2']

export type Person = { userId: string; email: string; token: string; cookie: string }
export type Season = {
  organizer: Person
  members: Person[]
  /** More than one address, as each may sign in only so often an hour. */
  emails: string[]
  openEventId: string
  closedEventId: string
  /** Waits for its allocation too, with ten times as many requests. */
  largeEventId: string
  /** Finalized by hand, with people who hold tickets, wait or have an offer. */
  decidedEventId: string
}

/** @param copy path for a whole copy of it, in one file */
export async function makeSeason(
  database: string,
  copy: string,
  env: Record<string, string>,
  size = SIZE,
): Promise<Season> {
  overrideSettings(readSettings(env))
  await prepareDatabase({ database })
  const people = peopleOf(size.people, await hashPassword(PASSWORD))
  const [owner] = people as [(typeof people)[number]]
  const shows = Array.from({ length: size.events }, (_, i) => eventOf(i, owner.id))
  const [closed, open, large, decided] = shows as [Show, Show, Show, Show]
  const asks = people.slice(1, 1 + size.requests).map((user, i) => askOf(closed.id, user.id, i))
  const manyAsks = people
    .slice(1, 1 + size.manyRequests)
    .map((user, i) => askOf(large.id, user.id, i))
  const signedIn = people.slice(0, 1 + size.signedIn).map(user => ({ user, token: newToken() }))
  await insert(people, part => db().insert(users).values(part.map(withSearchName)))
  await insert(shows, part => db().insert(events).values(part.map(withSearchName)))
  for (const { id } of shows) await write(stepsToSeal(id))
  await insert([...asks, ...manyAsks], part => db().insert(requests).values(part))
  await insert(signedIn, part => db().insert(sessions).values(part.map(sessionOf)))
  await decide(decided, owner, people.slice(1, 1 + size.requests))
  // Copying the file would miss what is still in its -wal.
  await rawClient().execute({ sql: 'VACUUM INTO ?', args: [copy] })
  closeDatabase()
  await stopHashing()
  const [organizer, ...members] = await Promise.all(signedIn.map(personOf))
  return {
    organizer: organizer as Person,
    members,
    emails: people.map(({ email }) => email),
    openEventId: open.id,
    closedEventId: closed.id,
    largeEventId: large.id,
    decidedEventId: decided.id,
  }
}

/** Two of three hold what they listed last; ten tickets are left, and offered. */
async function decide(show: Show, owner: { id: string; name: string }, people: { id: string }[]) {
  const asks = people.map((user, i) => ({
    ...askOf(show.id, user.id, i),
    draftAmount: i % 3 === 0 ? 0 : Number(LISTS[i % LISTS.length]?.split(',').at(-1)),
  }))
  const given = asks.reduce((sum, { draftAmount }) => sum + draftAmount, 0)
  await insert(asks, part => db().insert(requests).values(part))
  await write([
    sql`UPDATE events SET closed_at = ${Date.now()}, total_tickets = ${given + 10} WHERE id = ${show.id}`,
  ])
  const [row] = await db().select().from(events).where(eq(events.id, show.id))
  const organizer = { userId: owner.id, name: owner.name, role: 'organizer' as const }
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  const { refusal } = await finalize(show.id, organizer, order)
  if (refusal) throw new Error(refusal)
  await offerWhatIsFree(organizer, show.id, true)
}

function peopleOf(many: number, passwordHash: string) {
  return Array.from({ length: many }, (_, i) => ({
    id: newId(),
    name: `Person ${String(i).padStart(4, '0')}`,
    email: `person${i}@example.org`,
    role: i === 0 ? ('organizer' as const) : ('member' as const),
    passwordHash,
    createdAt: Date.now(),
    signedInAt: Date.now(),
  }))
}

type Show = ReturnType<typeof eventOf>

/** The first and third wait for their allocation, the others are open; they start in two weeks, a day apart. */
function eventOf(index: number, ownerId: string) {
  const now = Date.now()
  return {
    id: newId(),
    name: `Evening ${index + 1}`,
    startsAt: now + (336 + 24 * index) * HOUR,
    timeZone: 'Europe/Berlin',
    place: 'Town hall',
    totalTickets: 400,
    notes: 'Doors open an hour before.',
    opensAt: now - 48 * HOUR,
    closesAt: index === 0 || index === 2 ? now - HOUR : now + 168 * HOUR,
    ownerId,
    createdAt: now - 72 * HOUR,
  }
}

function askOf(eventId: string, userId: string, index: number) {
  const at = Date.now() - 10 * HOUR + index * 1000
  return {
    id: newId(),
    eventId,
    userId,
    sizes: LISTS[index % LISTS.length] as string,
    note: index % 5 === 0 ? 'Near the aisle, please.' : '',
    createdAt: at,
    changedAt: at,
    raisedAt: at,
    draftAmount: index % 3 === 0 ? 1 : null,
  }
}

function sessionOf({ user, token }: { user: { id: string }; token: string }) {
  const now = Date.now()
  return {
    id: newId(),
    tokenHash: hashToken(token),
    userId: user.id,
    createdAt: now,
    seenAt: now,
    idleEndsAt: now + 12 * HOUR,
    endsAt: now + 24 * HOUR,
  }
}

async function personOf({ user, token }: { user: { id: string; email: string }; token: string }) {
  const cookie = (await sessionCookie().serialize(token)).split(';')[0] ?? ''
  return { userId: user.id, email: user.email, token, cookie }
}

/** SQLite limits the values of a statement. */
async function insert<Row>(
  rows: Row[],
  statement: (part: Row[]) => WriteStep<never>,
): Promise<void> {
  for (let at = 0; at < rows.length; at += 100) await write([statement(rows.slice(at, at + 100))])
}
