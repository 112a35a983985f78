import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser } from '#app/testing/factories.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { write } from '#db/lane.ts'
import { findEntry, listEntries } from './entries.server.ts'

testDatabase()

describe('who has an event in their calendar', () => {
  test.each([
    [{ holding: 2 }, true],
    [{ holding: 1, hasLeft: true }, true],
    [{ holding: 0 }, true],
    [{ holding: 0, hasLeft: true }, false],
    [{ holding: 0, wasSetToNone: true }, false],
  ])('%j: %s', async (stands, isIn) => {
    const { event, people } = await eventWithStandings([stands])
    const userId = people[0]?.userId ?? ''
    expect((await findEntry(userId, event.id)) !== undefined).toBe(isIn)
    expect(await listEntries(userId)).toHaveLength(isIn ? 1 : 0)
    const stranger = await createUser()
    expect(await findEntry(stranger.id, event.id)).toBeUndefined()
  })

  test('of an older decision, who got tickets', async () => {
    const event = await createEvent({ closedAt: 2 })
    const given = [
      await createRequest({ eventId: event.id }),
      await createRequest({ eventId: event.id }),
    ]
    await write([
      sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail) VALUES ('f', ${event.id}, 1, 1, 1)`,
      ...given.map(
        ({ id }, amount) =>
          sql`INSERT INTO results (finalization_id, request_id, amount) VALUES ('f', ${id}, ${amount})`,
      ),
      sql`UPDATE events SET finalized_at = 1 WHERE id = ${event.id}`,
    ])
    const entries = await Promise.all(given.map(({ userId }) => findEntry(userId, event.id)))
    expect(entries.map(entry => entry?.holding)).toEqual([undefined, 1])
    await write([sql`UPDATE events SET finalized_at = NULL WHERE id = ${event.id}`])
    expect(await findEntry(given[1]?.userId ?? '', event.id)).toBeUndefined()
  })

  test('waiting ends with the start', async () => {
    const { event, people } = await eventWithStandings([{ holding: 0 }, { holding: 1 }], {
      startsAt: Date.now() - 1000,
      closesAt: Date.now() - 5000,
    })
    const [waited, held] = people.map(({ userId }) => userId)
    expect(await findEntry(waited ?? '', event.id)).toBeUndefined()
    expect(await findEntry(held ?? '', event.id)).toMatchObject({ holding: 1 })
  })
})

test('the sequence grows with a change of the event and with the person’s own moves, and cancelling shows', async () => {
  const { event, people, finalizationId } = await eventWithStandings([
    { holding: 2 },
    { holding: 0 },
  ])
  const [mine, other] = people
  const userId = mine?.userId ?? ''
  const read = () => findEntry(userId, event.id)
  const move = (n: number, code = '') => sql`INSERT INTO ticket_moves
    (finalization_id, n, event_id, at, kind, code, tickets, head)
    VALUES (${finalizationId}, ${n}, ${event.id}, 1, 'returned', ${code}, 1, ${'0'.repeat(64)})`
  const first = (await read())?.sequence ?? 0
  await write([move(1, other?.code)])
  expect((await read())?.sequence).toBe(first)
  await write([move(2, mine?.code)])
  expect((await read())?.sequence).toBe(first + 1)
  await write([
    sql`UPDATE events SET cancelled_at = 1, cancel_reason = 'Storm', version = version + 1 WHERE id = ${event.id}`,
  ])
  expect(await read()).toMatchObject({ sequence: first + 2, isCancelled: true })
})
