import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { closeDatabase } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
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
}

/** Fills a new database for a load. The server must not run yet. */
export async function seedCast(database: string, { members = 24 } = {}): Promise<Cast> {
  overrideSettings(readSettings(TEST_ENV))
  await prepareDatabase({ database })
  const admin = await createPerson({ role: 'admin', name: 'Ada Admin' })
  const people = await several(members, () => createPerson())
  const events = await several(6, () => createEvent({ ownerId: admin.id, totalTickets: 100 }))
  const cast = {
    admin,
    members: people,
    openEventIds: events.map(event => event.id),
    drawn: await several(2, () => createStage(people)),
    decided: await several(2, () => createStage(people)),
  }
  closeDatabase()
  return cast
}

async function createStage(people: Person[]): Promise<Stage> {
  const organizer = await createPerson({ role: 'organizer' })
  const event = await createEvent({
    ownerId: organizer.id,
    closedAt: Date.now(),
    totalTickets: 64,
  })
  const request = { eventId: event.id, sizes: '4,2,1', draftAmount: 1, note: SEEDED_NOTE }
  for (const { id: userId } of people.slice(0, ASKERS_AN_EVENT))
    await createRequest({ ...request, userId })
  return { organizer, eventId: event.id }
}

async function several<Made>(count: number, make: () => Promise<Made>): Promise<Made[]> {
  const made: Made[] = []
  while (made.length < count) made.push(await make())
  return made
}
