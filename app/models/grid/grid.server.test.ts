import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, requests } from '#db/schema.ts'
import { formatWas } from './form.ts'
import { findFigures, findGridPage, saveGrid } from './grid.server.ts'

testDatabase()

let organizer: Viewer

beforeEach(async () => {
  organizer = viewerOf(await createUser({ role: 'organizer' }))
})

const closedEvent = (overrides = {}) =>
  createEvent({ ownerId: organizer.userId, closedAt: Date.now(), ...overrides })

type Row = typeof requests.$inferSelect

const rowOf = async (requestId: string) =>
  (await db().select().from(requests).where(eq(requests.id, requestId)))[0] as Row

const amountsOf = async (...rows: Row[]) =>
  Promise.all(rows.map(async row => (await rowOf(row.id)).draftAmount))

const change = (row: Row, amount: number | null, reason: string | null = null) => ({
  requestId: row.id,
  amount,
  reason,
  was: formatWas({ amount: row.draftAmount, reason: row.draftReason, sizes: row.sizes }),
})

describe('saving the grid', () => {
  test('writes numbers and reasons, and records before and after', async () => {
    const event = await closedEvent()
    const one = await createRequest({ eventId: event.id })
    const two = await createRequest({ eventId: event.id, draftAmount: 2 })
    const done = await saveGrid(event.id, organizer, [change(one, 0), change(two, 3, 'a guest')])
    expect(done.refusal).toBeUndefined()
    expect(await rowOf(two.id)).toMatchObject({ draftAmount: 3, draftReason: 'a guest' })
    expect(await amountsOf(one)).toEqual([0])
    const [entry] = await db().select().from(auditEntries)
    expect(JSON.parse(entry?.before ?? '')).toEqual({ [one.id]: null, [two.id]: 2 })
    expect(JSON.parse(entry?.after ?? '')).toEqual({
      [one.id]: 0,
      [two.id]: { amount: 3, reason: 'a guest' },
    })
  })

  test('a row that was not touched stays undecided, even one that came later', async () => {
    const event = await closedEvent()
    const one = await createRequest({ eventId: event.id })
    const late = await createRequest({ eventId: event.id })
    await saveGrid(event.id, organizer, [change(one, 2)])
    expect(await amountsOf(one, late)).toEqual([2, null])
  })

  test('turns a number back into undecided, which is not none', async () => {
    const event = await closedEvent()
    const one = await createRequest({ eventId: event.id, draftAmount: 2 })
    await saveGrid(event.id, organizer, [change(one, null)])
    expect(await amountsOf(one)).toEqual([null])
  })

  test('never gives more than there are, in one row or in total', async () => {
    const event = await closedEvent({ totalTickets: 4 })
    const one = await createRequest({ eventId: event.id, draftAmount: 3 })
    const two = await createRequest({ eventId: event.id })
    expect(await saveGrid(event.id, organizer, [change(two, 2)])).toEqual({
      refusal: 'over-capacity',
    })
    expect(await amountsOf(one, two)).toEqual([3, null])
  })

  test('moves tickets between rows even when all are given', async () => {
    const event = await closedEvent({ totalTickets: 2 })
    const one = await createRequest({ eventId: event.id })
    const two = await createRequest({ eventId: event.id, draftAmount: 2 })
    expect((await saveGrid(event.id, organizer, [change(one, 2), change(two, 0)])).refusal).toBe(
      undefined,
    )
    expect(await amountsOf(one, two)).toEqual([2, 0])
  })

  test('never writes a number below zero', async () => {
    const event = await closedEvent()
    const one = await createRequest({ eventId: event.id })
    await expect(saveGrid(event.id, organizer, [change(one, -1)])).rejects.toThrow(/CHECK/)
    expect(await amountsOf(one)).toEqual([null])
  })

  test.each([
    ['open', { closedAt: null }],
    ['draft', { closedAt: null, opensAt: null, closesAt: null }],
    ['finalized', { finalizedAt: 1 }],
    ['cancelled', { cancelledAt: 1 }],
  ])('is refused while the event is %s', async (_, state) => {
    const event = await closedEvent(state)
    const one = await createRequest({ eventId: event.id })
    expect(await saveGrid(event.id, organizer, [change(one, 1)])).toEqual({ refusal: 'not-closed' })
    expect(await amountsOf(one)).toEqual([null])
  })

  test('is for the owner and admins only', async () => {
    const event = await closedEvent()
    const one = await createRequest({ eventId: event.id })
    const other = viewerOf(await createUser({ role: 'organizer' }))
    const admin = viewerOf(await createUser({ role: 'admin' }))
    expect(await saveGrid(event.id, other, [change(one, 1)])).toEqual({ refusal: 'not-found' })
    expect((await saveGrid(event.id, admin, [change(one, 1)])).refusal).toBeUndefined()
    expect(await findManagedEvent(other, event.id)).toBeUndefined()
  })

  test('does not change rows of another event', async () => {
    const event = await closedEvent()
    const elsewhere = await createRequest({ eventId: (await createEvent()).id })
    expect(await saveGrid(event.id, organizer, [change(elsewhere, 1)])).toEqual({
      refusal: 'changed',
    })
    expect(await amountsOf(elsewhere)).toEqual([null])
  })
})

describe('two organizers at once', () => {
  test.each<[string, number | null, string | null]>([
    ['another number', 1, null],
    ['none', 0, null],
    ['the same number for another reason', 2, 'promised'],
  ])('the second is refused when the first set %s', async (_, amount, reason) => {
    const event = await closedEvent()
    const seen = await createRequest({ eventId: event.id, draftAmount: 2 })
    const other = await createRequest({ eventId: event.id })
    await saveGrid(event.id, organizer, [change(seen, amount, reason)])
    const second = await saveGrid(event.id, organizer, [change(seen, 2, 'mine'), change(other, 1)])
    expect(second).toEqual({ refusal: 'changed' })
    expect(await amountsOf(seen, other)).toEqual([amount, null])
  })

  test('the second is refused when the sizes have changed', async () => {
    const event = await closedEvent()
    const seen = await createRequest({ eventId: event.id, sizes: '4,2' })
    await write([sql`UPDATE requests SET sizes = '1' WHERE id = ${seen.id}`])
    expect(await saveGrid(event.id, organizer, [change(seen, 4)])).toEqual({ refusal: 'changed' })
  })

  test('the second is refused when a row was withdrawn', async () => {
    const event = await closedEvent()
    const seen = await createRequest({ eventId: event.id })
    await write([sql`DELETE FROM requests WHERE id = ${seen.id}`])
    expect(await saveGrid(event.id, organizer, [change(seen, 1)])).toEqual({ refusal: 'changed' })
  })

  test('rows that only the first changed do not block the second', async () => {
    const event = await closedEvent()
    const mine = await createRequest({ eventId: event.id })
    const theirs = await createRequest({ eventId: event.id })
    await saveGrid(event.id, organizer, [change(theirs, 1)])
    expect((await saveGrid(event.id, organizer, [change(mine, 2)])).refusal).toBeUndefined()
    expect(await amountsOf(mine, theirs)).toEqual([2, 1])
  })
})

describe('the figures', () => {
  test('include all pages', async () => {
    const event = await closedEvent({ totalTickets: 300 })
    for (let i = 0; i < 101; i++) await createRequest({ eventId: event.id, draftAmount: 2 })
    await createRequest({ eventId: event.id, sizes: '4,3' })
    const managed = found(await findManagedEvent(organizer, event.id))
    expect(await findFigures(managed)).toEqual({
      available: 300,
      given: 202,
      left: 98,
      ifAllFirst: 206,
      ifAllSmallest: 104,
      people: 102,
      undecided: 1,
      served: 101,
    })
    const view = { page: 2, only: 'all', search: '' } as const
    const last = await findGridPage(managed, view)
    expect([last.rows.length, last.pages]).toEqual([2, 2])
    expect((await findGridPage(managed, { ...view, only: 'undecided' })).rows).toHaveLength(1)
  })

  test('the total cannot be lowered below what is drafted', async () => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id, draftAmount: 5 })
    expect(await write([sql`UPDATE events SET total_tickets = 4 WHERE id = ${event.id}`])).toEqual({
      refusal: 'below-given',
    })
  })
})
