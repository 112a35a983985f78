import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { giveBack } from '#app/models/after/member.server.ts'
import { stepToTrimNames } from '#app/models/events/holders.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { auditedActions } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { namesSchema } from './input.ts'
import { findNames, forgetOldNames, saveNames } from './names.server.ts'

testDatabase()

const HOUR = 3_600_000
const DAY = 24 * HOUR
const ASKS = { asksGuestNames: true }

async function holder(holding: number, facts: Parameters<typeof eventWithStandings>[1] = {}) {
  const user = await createUser()
  const { event, finalizationId } = await eventWithStandings([{ userId: user.id, holding }], {
    ...ASKS,
    ...facts,
  })
  return { mia: viewerOf(user), event, finalizationId, read: () => findNames(user.id, event.id) }
}

const confirmedAt = async (eventId: string) =>
  (
    await db().all<{ at: number | null }>(
      sql`SELECT confirmed_at AS at FROM holders WHERE event_id = ${eventId}`,
    )
  )[0]?.at ?? null

describe('guest names', () => {
  test('are kept in their order, and confirm', async () => {
    const { mia, event, read } = await holder(3)
    expect(await saveNames(mia, event.id, ['Ben', 'Ada'])).toMatchObject({ outcome: 'saved' })
    expect(await read()).toEqual(['Ben', 'Ada'])
    expect(await confirmedAt(event.id)).toBeGreaterThan(0)
    expect(await saveNames(mia, event.id, ['Ben', 'Ada'])).toMatchObject({ outcome: 'same' })
    expect(await saveNames(mia, event.id, [])).toMatchObject({ outcome: 'saved' })
    expect(await read()).toEqual([])
  })

  test('emptying a list confirms nothing', async () => {
    const { mia, event } = await holder(2)
    await saveNames(mia, event.id, [])
    expect(await confirmedAt(event.id)).toBeNull()
  })

  test('are one fewer than tickets at most', async () => {
    const { mia, event, read } = await holder(2)
    expect(await saveNames(mia, event.id, ['A1', 'B2'])).toEqual({ refusal: 'too-many' })
    expect(await read()).toEqual([])
    const single = await holder(1)
    expect(await saveNames(single.mia, single.event.id, ['A1'])).toEqual({ refusal: 'too-many' })
  })

  test.each([
    ['nobody but a holder', { holding: 0 }, ASKS, 'not-found'],
    ['where none are asked for', { holding: 2 }, { asksGuestNames: false }, 'not-found'],
    ['after their time', { holding: 2 }, { guestNamesUntil: Date.now() - 1 }, 'too-late'],
    [
      'after the start',
      { holding: 2 },
      { startsAt: Date.now() - 1, closesAt: 9 * HOUR },
      'too-late',
    ],
    [
      'where the tickets are due to be released',
      { holding: 2 },
      { confirmBy: Date.now() - 1, releasesUnconfirmed: true },
      'too-late',
    ],
    ['unless only listed', { holding: 2 }, { confirmBy: Date.now() - 1 }, undefined],
  ])('%s', async (_, { holding }, facts, refusal) => {
    const { mia, event } = await holder(holding, { opensAt: 1, ...ASKS, ...facts })
    expect((await saveNames(mia, event.id, ['Ben'])).refusal).toBe(refusal)
  })

  test('stand in no audit entry', async () => {
    const { mia, event } = await holder(2)
    await saveNames(mia, event.id, ['Benedikta'])
    expect(await auditedActions()).toEqual(['tickets.confirmed', 'tickets.named'])
    expect(JSON.stringify(await db().all(sql`SELECT * FROM audit_entries`))).not.toContain('Bened')
  })

  test.each([
    [3, ['A1', 'B2', 'C3'], ['A1', 'B2']],
    [2, ['A1', 'B2', 'C3'], ['A1']],
    [1, ['A1'], []],
    [0, ['A1'], []],
    [4, ['A1', 'B2', 'C3'], ['A1', 'B2', 'C3']],
  ])('surplus ones go with a return that leaves %i tickets', async (left, names, kept) => {
    const { mia, event, finalizationId, read } = await holder(4)
    await saveNames(mia, event.id, names)
    await write([
      sql`UPDATE standings SET holding = ${left} WHERE finalization_id = ${finalizationId}`,
      stepToTrimNames(event.id),
    ])
    expect(await read()).toEqual(kept)
  })

  test('go with what somebody gives back themselves', async () => {
    const { mia, event, read } = await holder(3)
    await saveNames(mia, event.id, ['Ben', 'Ada'])
    expect(await giveBack(mia, event.id, { tickets: 1, seen: 3 })).toMatchObject({
      refusal: undefined,
    })
    expect(await read()).toEqual(['Ben'])
  })

  test.each([
    [29, false],
    [30.01, false],
    [30.01, true],
  ])('%d days after the start, cancelled %s, are gone or not', async (days, isCancelled) => {
    const { mia, event, read } = await holder(2)
    await saveNames(mia, event.id, ['Ben'])
    await write([
      sql`UPDATE events SET opens_at = 1, closes_at = 2, starts_at = ${Date.now() - days * DAY},
        cancelled_at = ${isCancelled ? 1 : null}, cancel_reason = ${isCancelled ? 'Storm' : null}
        WHERE id = ${event.id}`,
    ])
    await forgetOldNames()
    expect(await read()).toEqual(days < 30 ? ['Ben'] : [])
    await forgetOldNames()
    const told = (await auditedActions()).filter(action => action === 'event.names-deleted')
    expect(told).toHaveLength(days < 30 ? 0 : 1)
  })
})

test('names come one on each line, of 1 to 100 characters', () => {
  const read = (names: string) => namesSchema.safeParse({ names })
  expect(read(' Ada  Day \r\n\r\n Ben ').data).toEqual({ names: ['Ada Day', 'Ben'] })
  expect(read('').data).toEqual({ names: [] })
  expect(read('x'.repeat(100)).data?.names[0]).toHaveLength(100)
  for (const wrong of ['x'.repeat(101), '***', `Ada\n${'!'.repeat(3)}`])
    expect(read(wrong).success).toBe(false)
})
