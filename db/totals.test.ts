import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { db } from './client.ts'
import { write } from './lane.ts'
import { events } from './schema.ts'

testDatabase()

async function totalsOf(eventId: string) {
  const [row] = await db()
    .select({ asked: events.asked, firstSizes: events.firstSizes })
    .from(events)
    .where(eq(events.id, eventId))
  return row
}

test('the totals of an event follow each request made, changed and withdrawn', async () => {
  const event = await createEvent()
  const other = await createEvent()
  const first = await createRequest({ eventId: event.id, sizes: '4,2,1' })
  await createRequest({ eventId: event.id, sizes: '12' })
  expect(await totalsOf(event.id)).toEqual({ asked: 2, firstSizes: 16 })
  await write([sql`UPDATE requests SET sizes = '10,1' WHERE id = ${first.id}`])
  expect(await totalsOf(event.id)).toEqual({ asked: 2, firstSizes: 22 })
  await write([sql`UPDATE requests SET draft_amount = 1 WHERE id = ${first.id}`])
  expect(await totalsOf(event.id)).toEqual({ asked: 2, firstSizes: 22 })
  await write([sql`DELETE FROM requests WHERE id = ${first.id}`])
  expect(await totalsOf(event.id)).toEqual({ asked: 1, firstSizes: 12 })
  expect(await totalsOf(other.id)).toEqual({ asked: 0, firstSizes: 0 })
})

test('a request stays with its event', async () => {
  const [event, other] = [await createEvent(), await createEvent()]
  const request = await createRequest({ eventId: event.id })
  const move = sql`UPDATE requests SET event_id = ${other.id} WHERE id = ${request.id}`
  expect(await write([move])).toEqual({ refusal: 'locked' })
})
