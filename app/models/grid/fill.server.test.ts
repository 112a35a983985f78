import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, events, requests } from '#db/schema.ts'
import { fillByPlainDraw, setUndecidedToNone } from './fill.server.ts'

testDatabase()

let organizer: Viewer

beforeEach(async () => {
  organizer = viewerOf(await createUser({ role: 'organizer' }))
})

const closedEvent = (overrides = {}) =>
  createEvent({ ownerId: organizer.userId, closedAt: Date.now(), ...overrides })

const fill = async (eventId: string) =>
  fillByPlainDraw(eventId, organizer, await versionOf(eventId))

const toNone = async (eventId: string) =>
  setUndecidedToNone(eventId, organizer, await versionOf(eventId))

async function versionOf(eventId: string) {
  const [event] = await db().select().from(events).where(eq(events.id, eventId))
  return event?.allocationVersion ?? 0
}

const amounts = async () => {
  const rows = await db().select().from(requests)
  return Object.fromEntries(rows.map(row => [row.id, row.draftAmount]))
}

describe('filling by plain draw', () => {
  test('gives, in the audited order, everyone the largest size that still fits', async () => {
    const event = await closedEvent({ totalTickets: 6 })
    for (let i = 0; i < 5; i++) await createRequest({ eventId: event.id, sizes: '4,1' })
    expect((await fill(event.id)).refusal).toBeUndefined()
    const [entry] = await db().select().from(auditEntries)
    const { ranking } = JSON.parse(entry?.after ?? '') as { ranking: string[] }
    const now = await amounts()
    expect(ranking.map(id => now[id])).toEqual([4, 1, 1, 0, 0])
  })

  test('replaces every row, even those decided by hand', async () => {
    const event = await closedEvent({ totalTickets: 2 })
    const row = await createRequest({ eventId: event.id, draftAmount: 1, draftReason: 'hand' })
    await fill(event.id)
    const [now] = await db().select().from(requests).where(eq(requests.id, row.id))
    expect(now).toMatchObject({ draftAmount: 2, draftReason: null })
  })

  test('does not give out held-back tickets', async () => {
    const event = await closedEvent({ totalTickets: 2, heldBack: 1 })
    await createRequest({ eventId: event.id, sizes: '2,1' })
    await fill(event.id)
    expect(Object.values(await amounts())).toEqual([1])
  })

  test('can produce every order', async () => {
    const event = await closedEvent({ totalTickets: 1 })
    const one = await createRequest({ eventId: event.id, sizes: '1' })
    await createRequest({ eventId: event.id, sizes: '1' })
    const won = new Set<unknown>()
    // Forty draws miss one of the two orders once in 2^39 runs.
    for (let i = 0; i < 40 && won.size < 2; i++) {
      await fill(event.id)
      won.add((await amounts())[one.id])
    }
    expect(won).toEqual(new Set([0, 1]))
  })

  test('is refused when the draft changed since the page was shown', async () => {
    const event = await closedEvent()
    const row = await createRequest({ eventId: event.id })
    await write([sql`UPDATE requests SET draft_amount = 1 WHERE id = ${row.id}`])
    expect(await fillByPlainDraw(event.id, organizer, event.allocationVersion)).toEqual({
      refusal: 'stale',
    })
    expect(await amounts()).toEqual({ [row.id]: 1 })
  })

  test('is refused after a recorded draw, so that nothing is drawn twice', async () => {
    const event = await closedEvent()
    const row = await createRequest({ eventId: event.id })
    const hash = 'a'.repeat(64)
    await write([
      sql`INSERT INTO seals (event_id, draw, commitment, sealed_secret, sealed_at) VALUES (${event.id}, 1, ${hash}, '', 1)`,
      sql`INSERT INTO rolls (event_id, number, roll, roll_hash, order_name, frozen_at) VALUES (${event.id}, 1, '', ${hash}, 'draw', 1)`,
      sql`INSERT INTO draws (event_id, number, roll_number, document, drawn_at) VALUES (${event.id}, 1, 1, '{}', 1)`,
    ])
    expect(await fill(event.id)).toEqual({ refusal: 'drawn' })
    expect(await amounts()).toEqual({ [row.id]: null })
  })

  test.each([
    ['an open event', { closedAt: null }],
    ['a finalized event', { finalizedAt: 1 }],
    ['a cancelled event', { cancelledAt: 1 }],
  ])('is refused for %s', async (_, state) => {
    const event = await closedEvent(state)
    await createRequest({ eventId: event.id })
    expect(await fill(event.id)).toEqual({ refusal: 'not-closed' })
    expect(Object.values(await amounts())).toEqual([null])
  })
})

describe('setting all undecided to none', () => {
  test('keeps rows that have a number, and records which it set', async () => {
    const event = await closedEvent()
    const decided = await createRequest({ eventId: event.id, draftAmount: 2 })
    const open = await createRequest({ eventId: event.id })
    const elsewhere = await createRequest({ eventId: (await closedEvent()).id })
    await toNone(event.id)
    expect(await amounts()).toEqual({ [decided.id]: 2, [open.id]: 0, [elsewhere.id]: null })
    const [entry] = await db().select().from(auditEntries)
    expect(JSON.parse(entry?.after ?? '')).toEqual({ none: [open.id] })
  })

  test('is refused when a request came in since the page was shown', async () => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id })
    const shown = await versionOf(event.id)
    await createRequest({ eventId: event.id })
    expect(await setUndecidedToNone(event.id, organizer, shown)).toEqual({ refusal: 'stale' })
    expect(Object.values(await amounts())).toEqual([null, null])
  })

  test('is only for the owner of a closed event', async () => {
    const event = await closedEvent()
    const other = viewerOf(await createUser({ role: 'organizer' }))
    expect(await setUndecidedToNone(event.id, other, 1)).toEqual({ refusal: 'not-found' })
    const open = await closedEvent({ closedAt: null })
    expect(await toNone(open.id)).toEqual({ refusal: 'not-closed' })
  })
})
