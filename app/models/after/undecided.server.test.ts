import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { finalize } from '#app/models/results/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { followChange } from './event-change.server.ts'
import { stepsToWithdraw } from './undoing.server.ts'

testDatabase()

let eventId: string
let decide: () => Promise<void>

beforeEach(async () => {
  const owner = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({ ownerId: owner.userId, closedAt: Date.now() })
  eventId = event.id
  await createRequest({ eventId, userId: (await createUser()).id, draftAmount: 1 })
  decide = async () => {
    const [row] = await db().select().from(events).where(eq(events.id, eventId))
    const allocationVersion = row?.allocationVersion ?? 0
    const done = await finalize(eventId, owner, { allocationVersion, withMail: false })
    expect(done.refusal).toBeUndefined()
  }
})

test('a total that changes while the decision is made is never missing from its log', async () => {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  if (!row) throw new Error('no event')
  const { guards } = await followChange(eventId, { ...row, totalTickets: 12 })
  await decide()
  const change = db().update(events).set({ totalTickets: 12 }).where(eq(events.id, eventId))
  expect(await write([...guards, change])).toMatchObject({ refusal: 'moved' })
})

test('an event that is cancelled while the decision is made keeps no open offers', async () => {
  const withdrawing = await stepsToWithdraw(eventId, 'cancelled')
  await decide()
  expect(await write([...withdrawing])).toMatchObject({ refusal: 'moved' })
})
