import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { findEvent } from './event.server.ts'
import { listCurrentEvents } from './list.server.ts'
import { myResult } from './result.server.ts'

testDatabase()

/** What a member sees of their result, by every query that shows one. */
async function seenBy(userId: string, eventId: string) {
  const person = { userId, name: '', role: 'member' as const }
  const listed = await listCurrentEvents(person)
  return [
    await myResult(userId, eventId),
    (await findEvent(person, eventId))?.myAmount,
    listed.find(event => event.id === eventId)?.myAmount,
  ]
}

async function decided(amount: number) {
  const event = await createEvent({ closedAt: 1, finalizedAt: 2 })
  const mia = await createUser()
  const request = await createRequest({ eventId: event.id, userId: mia.id, draftAmount: 9 })
  await write([
    sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail)
      VALUES (${event.id}, ${event.id}, 1, 1, 0)`,
    sql`INSERT INTO results (finalization_id, request_id, amount)
      VALUES (${event.id}, ${request.id}, ${amount})`,
  ])
  return { event, mia }
}

test('a draft amount never shows, before the decision or after', async () => {
  const event = await createEvent({ closedAt: 1 })
  const mia = await createUser()
  await createRequest({ eventId: event.id, userId: mia.id, draftAmount: 2 })
  expect(await seenBy(mia.id, event.id)).toEqual([null, null, null])
  const other = await decided(3)
  expect(await seenBy(other.mia.id, other.event.id)).toEqual([3, 3, 3])
})

test('none is a result and differs from undecided', async () => {
  const { event, mia } = await decided(0)
  expect(await seenBy(mia.id, event.id)).toEqual([0, 0, 0])
})

test('an undone finalization no longer counts', async () => {
  const { event, mia } = await decided(3)
  await write([
    sql`UPDATE finalizations SET undone_at = 3, undo_reason = 'Wrong'`,
    sql`UPDATE events SET finalized_at = NULL`,
  ])
  expect(await seenBy(mia.id, event.id)).toEqual([null, null, null])
  await write([
    sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail)
      VALUES ('second', ${event.id}, 2, 4, 0)`,
    sql`INSERT INTO results (finalization_id, request_id, amount)
      SELECT 'second', request_id, 1 FROM results`,
    sql`UPDATE events SET finalized_at = 4`,
  ])
  expect(await seenBy(mia.id, event.id)).toEqual([1, 1, 1])
})

test('nobody sees the result of somebody else as their own', async () => {
  const { event } = await decided(3)
  const max = viewerOf(await createUser())
  expect(await myResult(max.userId, event.id)).toBeNull()
  expect((await findEvent(max, event.id))?.myAmount).toBeNull()
})

test('the list has open events, events one asked for, and what an organizer must look after', async () => {
  const olga = viewerOf(await createUser({ role: 'organizer' }))
  const mine = { ownerId: olga.userId }
  const open = await createEvent({ name: 'open' })
  await createEvent({ name: 'draft', opensAt: null, ...mine })
  await createEvent({ name: 'to decide', closedAt: 1, ...mine })
  await createEvent({ name: 'closed, not asked', closedAt: 1 })
  const asked = await createEvent({ name: 'closed, asked', closedAt: 1 })
  const over = await createEvent({ name: 'long over', closedAt: 1, startsAt: 5 })
  const mia = viewerOf(await createUser())
  for (const { id } of [asked, over]) await createRequest({ eventId: id, userId: mia.userId })
  await createRequest({ eventId: open.id, sizes: '4,2' })
  const names = async (person: typeof mia) =>
    (await listCurrentEvents(person)).map(event => event.name).sort()
  expect(await names(mia)).toEqual(['closed, asked', 'open'])
  expect(await names(olga)).toEqual(['draft', 'open', 'to decide'])
  const seen = (await listCurrentEvents(mia)).find(event => event.name === 'open')
  expect(seen).toMatchObject({ asked: 1, firstSizes: 4, mySizes: null, isManaged: false })
})
