import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { createPerson, newSession } from '../../http/person.ts'

export const ROUNDS = 5
export const DEVICES = 3

export type Cast = Awaited<ReturnType<typeof castPeople>>

export async function castPeople() {
  return {
    owner: await createRacer({ role: 'organizer', name: 'Olga Owner' }),
    admin: await createRacer({ role: 'admin', name: 'Ada Admin' }),
    otherAdmin: await createRacer({ role: 'admin', name: 'Adam Admin' }),
    ann: await createRacer({ name: 'Ann' }),
    bob: await createRacer({ name: 'Bob' }),
    cleo: await createRacer({ name: 'Cleo' }),
  }
}

/** A session for each round and device: the door makes requests of one session take turns, which would end the race. */
async function createRacer(overrides: Parameters<typeof createPerson>[0]) {
  const person = await createPerson(overrides)
  const cookies = [person.cookie]
  while (cookies.length < ROUNDS * DEVICES) cookies.push(await newSession(person))
  return { ...person, cookies }
}

export type EventScene = { path: string; id: string; ann: string; bob: string }
type EventRow = Parameters<typeof createEvent>[0]
/** null is a request without an amount, undefined no request. */
type Drafts = { ann?: number | null; bob?: number | null }

export async function sceneOfEvent(
  cast: Cast,
  name: string,
  { ann, bob }: Drafts = {},
  overrides: EventRow = {},
): Promise<EventScene> {
  const event = await createEvent({
    ...{ name, ownerId: cast.owner.id, totalTickets: 5, closedAt: Date.now() },
    ...overrides,
  })
  const ask = async (userId: string, draftAmount: number | null | undefined) => {
    if (draftAmount === undefined) return ''
    const row = { eventId: event.id, userId, sizes: '4,2,1', draftAmount }
    const request = await createRequest(row)
    await write([giveCode(event.id, userId)])
    return request.id
  }
  await write(stepsToSeal(event.id))
  const requests = { ann: await ask(cast.ann.id, ann), bob: await ask(cast.bob.id, bob) }
  return { path: `/events/${event.id}`, id: event.id, ...requests }
}
