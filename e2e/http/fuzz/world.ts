import { sql } from 'drizzle-orm'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { finalizations, results } from '#db/schema.ts'
import { seedRoles } from '../rights/people.ts'

export type World = Awaited<ReturnType<typeof seedWorld>>

/** People of every role, and events of an organizer in every state, so that there is something to break everywhere. */
export async function seedWorld() {
  const roles = await seedRoles()
  const { member, 'other member': other, organizer, 'other organizer': stranger } = roles.people
  const eventIds = [
    roles.open.eventId,
    roles.draft.eventId,
    roles.drawn.eventId,
    roles.held.eventId,
  ]
  const requests = [roles.open, roles.draft]
  const make = async (overrides: object, drafts: (number | null)[] = [null, null]) => {
    const { id: eventId } = await createEvent({
      ownerId: organizer.id,
      totalTickets: 5,
      ...overrides,
    })
    for (const [at, draftAmount] of drafts.entries()) {
      const userId = [member, other][at]?.id ?? stranger.id
      const { id } = await createRequest({ eventId, userId, sizes: '3,2,1', draftAmount })
      requests.push({ eventId, requestId: id })
    }
    await write(stepsToSeal(eventId))
    eventIds.push(eventId)
    return eventId
  }
  const closed = { closedAt: Date.now() }
  await make({}, [])
  await make({})
  await make(closed)
  await make(closed, [3, 2, 0])
  await make({ cancelledAt: 1, cancelReason: 'Storm' }, [2, null])
  await make({ ownerId: stranger.id })
  await make({ ...closed, ownerId: stranger.id }, [2, 1])
  const finalized = await make({ ...closed, finalizedAt: Date.now() }, [3, 2, 0])
  await write(finalizing(finalized, requests.slice(-3)))
  await write([sql`UPDATE mails SET user_id = ${member.id}`])
  return { ...roles, eventIds, requests }
}

function finalizing(eventId: string, requests: { requestId: string }[]) {
  const row = { id: 'decision', eventId, number: 1, finalizedAt: Date.now(), finalizedBy: null }
  return [
    db()
      .insert(finalizations)
      .values({ ...row, withMail: false }),
    ...requests.map(({ requestId }, at) =>
      db()
        .insert(results)
        .values({ finalizationId: row.id, requestId, amount: [3, 2, 0][at] ?? 0 }),
    ),
  ]
}
