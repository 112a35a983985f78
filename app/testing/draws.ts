import { giveCode } from '#app/models/draw/code.server.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { stepsToSeal } from '#app/models/draw/sealing.server.ts'
import { write } from '#db/lane.ts'
import { createEvent, createRequest, createUser, viewerOf } from './factories.ts'

/** A closed event, sealed, with a request for each of the sizes; its organizer as `viewer`. */
export async function sealedEvent(sizes: string[], totalTickets = 5) {
  const owner = await createUser({ role: 'organizer' })
  const event = await createEvent({ ownerId: owner.id, totalTickets, closedAt: Date.now() - 1000 })
  const asked = []
  for (const each of sizes) {
    const request = await createRequest({ eventId: event.id, sizes: each })
    await write([giveCode(event.id, request.userId)])
    asked.push(request)
  }
  await write(stepsToSeal(event.id))
  return { event, asked, viewer: viewerOf(owner) }
}

/** The same after its first draw. */
export async function drawnEvent(sizes: string[], totalTickets = 5) {
  const sealed = await sealedEvent(sizes, totalTickets)
  const { refusal } = await makeDraw(sealed.event.id, 1, '', sealed.viewer)
  if (refusal) throw new Error(refusal)
  return sealed
}
