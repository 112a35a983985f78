import { eq } from 'drizzle-orm'
import { finalize } from '#app/models/results/finalization.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { events } from '#db/schema.ts'
import { fillDatabase } from '../fill-database.ts'
import { createPerson, type Person } from '../http/person.ts'
import { TEST_ENV } from '../test-env.ts'

/** The note of the seeded requests, which have no audit entry. */
export const SEEDED_NOTE = 'there from the start'
const ASKERS_AN_EVENT = 8

export type Stage = { organizer: Person; eventId: string }
export type Cast = {
  admin: Person
  members: Person[]
  openEventIds: string[]
  drawn: Stage[]
  decided: Stage[]
  /** Finalized before the load begins. */
  handed: Stage
}

/** Fills a new database for a load. The server must not run yet. */
export async function seedCast(database: string, { members = 24 } = {}): Promise<Cast> {
  overrideSettings(readSettings(TEST_ENV))
  return fillDatabase(database, () => createCast(members))
}

async function createCast(members: number): Promise<Cast> {
  const admin = await createPerson({ role: 'admin', name: 'Ada Admin' })
  const people = await several(members, () => createPerson())
  const open = await several(6, () => createEvent({ ownerId: admin.id, totalTickets: 100 }))
  return {
    admin,
    members: people,
    openEventIds: open.map(event => event.id),
    drawn: await several(2, () => createStage(people)),
    decided: await several(2, () => createStage(people)),
    handed: await finalizeStage(await createStage(people, 10_000)),
  }
}

async function createStage(people: Person[], totalTickets = 64): Promise<Stage> {
  const organizer = await createPerson({ role: 'organizer' })
  const event = await createEvent({
    ownerId: organizer.id,
    closedAt: Date.now(),
    totalTickets,
  })
  const request = { eventId: event.id, sizes: '4,2,1', draftAmount: 1, note: SEEDED_NOTE }
  for (const { id: userId } of people.slice(0, ASKERS_AN_EVENT))
    await createRequest({ ...request, userId })
  return { organizer, eventId: event.id }
}

async function finalizeStage(stage: Stage): Promise<Stage> {
  const { organizer, eventId } = stage
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const viewer = { userId: organizer.id, name: 'An organizer', role: 'organizer' as const }
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  const { refusal } = await finalize(eventId, viewer, order)
  if (refusal) throw new Error(refusal)
  return stage
}

async function several<Made>(count: number, make: () => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  while (made.length < count) made.push(await make())
  return made
}
