import { makeDraw } from '#app/models/draw/draw.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { insertAll } from '#db/insert-all.ts'
import { write } from '#db/lane.ts'
import { auditEntries, requests, users } from '#db/schema.ts'
import { createEvent, createRequest, createUser, viewerOf } from './factories.ts'

const DAY = 24 * 3_600_000

/** Requests were open for two days, as the audit trail says. */
export async function sealedEvent(
  sizes: string[],
  totalTickets = 5,
  overrides: Parameters<typeof createEvent>[0] = {},
) {
  const owner = await createUser({ role: 'organizer' })
  const [opensAt, closedAt] = [Date.now() - 2 * DAY, Date.now() - 1000]
  const facts = { totalTickets, createdAt: opensAt, opensAt, closedAt }
  const event = await createEvent({ ownerId: owner.id, ...facts, ...overrides })
  await write([noteCreation(event)])
  const asked = []
  for (const each of sizes) {
    const request = await createRequest({ eventId: event.id, sizes: each })
    await write([giveCode(event.id, request.userId)])
    asked.push(request)
  }
  await write(stepsToSeal(event.id))
  return { event, asked, viewer: viewerOf(owner) }
}

/** What the program notes when an event is created: when its requests open and close. */
export function noteCreation(event: Awaited<ReturnType<typeof createEvent>>) {
  return db()
    .insert(auditEntries)
    .values({
      ...{ at: event.createdAt, action: 'event.created', subject: 'event' },
      ...{ subjectId: event.id, eventId: event.id, after: JSON.stringify(event) },
    })
}

export async function drawnEvent(...made: Parameters<typeof sealedEvent>) {
  const sealed = await sealedEvent(...made)
  const { refusal } = await makeDraw(sealed.event.id, 1, sealed.viewer)
  if (refusal) throw new Error(refusal)
  return sealed
}

const CROWD = ['4,2,1', '2', '1', '6,4,2', '2,1', '4', '8,7,6,5,4,3,2,1']

export async function crowdedEvent(people: number, totalTickets = Math.ceil(people / 2)) {
  const owner = await createUser({ role: 'organizer' })
  const now = Date.now()
  const event = await createEvent({ ownerId: owner.id, totalTickets, closedAt: now })
  await write([...stepsOfCrowd(event.id, people), ...stepsToSeal(event.id)])
  return { event, viewer: viewerOf(owner) }
}

export function stepsOfCrowd(eventId: string, people: number) {
  const now = Date.now()
  const crowd = Array.from({ length: people }, (_, index) => {
    const id = newId()
    const name = `One of many ${index}`
    return { id, name, email: `${id}@example.org`, createdAt: now, signedInAt: now }
  })
  const asked = crowd.map(({ id: userId }, index) => {
    const times = { createdAt: now, changedAt: now, raisedAt: now }
    return { id: newId(), eventId, userId, sizes: CROWD[index % CROWD.length] as string, ...times }
  })
  return [...insertAll(users, crowd.map(withSearchName)), ...insertAll(requests, asked)]
}
