import { sql } from 'drizzle-orm'
import { Temporal } from 'temporal-polyfill'
import { beforeEach, expect, test, vi } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import { eachResult } from '#app/models/results/list.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, finalizations, results } from '#db/schema.ts'
import { eachOfHistory, findHistoryPage, findHistoryYears } from './history.server.ts'
import { historyViewSchema } from './history.ts'

testDatabase()

let organizer: Viewer
let member: Viewer

beforeEach(async () => {
  organizer = viewerOf(await createUser({ role: 'organizer' }))
  member = viewerOf(await createUser())
})

const closedEvent = (overrides = {}) =>
  createEvent({ ownerId: organizer.userId, closedAt: Date.now(), ...overrides })

async function all<Row>(steps: AsyncIterable<Row[]>): Promise<Row[]> {
  const rows: Row[] = []
  for await (const some of steps) rows.push(...some)
  return rows
}

const historyOf = async (viewer: Viewer) =>
  all(await eachOfHistory(viewer, { year: undefined, state: undefined }))

async function finalizeNow(eventId: string) {
  const { allocationVersion } = found((await db().select().from(events))[0])
  return finalize(eventId, organizer, { allocationVersion, withMail: false })
}

test('draft numbers never show, neither before finalizing nor after it was undone', async () => {
  const event = await closedEvent()
  await createRequest({ eventId: event.id, sizes: '4,2', draftAmount: 4 })
  await createRequest({ eventId: event.id, sizes: '2', draftAmount: 0 })
  const undecided = { requested: 6, people: 2, given: null, left: null, served: null }
  expect((await historyOf(organizer))[0]).toMatchObject({ ...undecided, state: 'closed' })

  await finalizeNow(event.id)
  expect((await historyOf(member))[0]).toMatchObject({
    state: 'finalized',
    requested: 6,
    people: 2,
    given: 4,
    left: 6,
    served: 1,
  })

  const { finalizationId } = found(await findFinalization(event.id))
  await undoFinalization(event.id, organizer, { finalizationId, reason: 'wrong' })
  await write([sql`UPDATE requests SET draft_amount = 1 WHERE draft_amount = 4`])
  expect((await historyOf(member))[0]).toMatchObject(undecided)

  await finalizeNow(event.id)
  expect((await historyOf(member))[0]).toMatchObject({ given: 1, left: 9, served: 1 })
})

test('the list for organizers tells draft from result, and 0 from nothing', async () => {
  const event = await closedEvent()
  await createRequest({ eventId: event.id, draftAmount: 0 })
  const before = await all(await eachResult(found(await findManagedEvent(organizer, event.id))))
  expect(before[0]).toMatchObject({ draft: 0, result: null })
  await finalizeNow(event.id)
  const after = await all(await eachResult(found(await findManagedEvent(organizer, event.id))))
  expect(after[0]).toMatchObject({ draft: 0, result: 0 })
})

test('only those who manage an event see it before it opens', async () => {
  await closedEvent({ closedAt: null, opensAt: null, closesAt: null })
  expect(await historyOf(organizer)).toHaveLength(1)
  expect(await historyOf(member)).toEqual([])
})

test('year, state and page narrow it; nonsense in the address is ignored', async () => {
  for (const year of [2023, 2024, 2024])
    await closedEvent({ startsAt: Date.UTC(year, 5, 1), closesAt: null, opensAt: 1 })
  await closedEvent({ startsAt: Date.UTC(2024, 5, 2), cancelledAt: 1 })
  const count = async (view: Record<string, string>) =>
    (await findHistoryPage(member, historyViewSchema.parse(view))).count
  expect(await count({ year: '2024' })).toBe(3)
  expect(await count({ year: '2024', state: 'cancelled' })).toBe(1)
  expect(await count({ year: 'x', state: 'y', page: '-1' })).toBe(4)
  expect(await findHistoryYears(member)).toEqual([2024, 2023])
  expect(
    (await findHistoryPage(member, { page: 99, year: undefined, state: undefined })).page,
  ).toBe(1)
})

test('the year of an event is the one in its own zone, as the table shows it', async () => {
  const turn = Date.UTC(2025, 0, 1)
  await closedEvent({ name: 'Berlin', startsAt: turn - 1800_000, timeZone: 'Europe/Berlin' })
  await closedEvent({ name: 'New York', startsAt: turn + 3600_000, timeZone: 'America/New_York' })
  await closedEvent({ name: 'Auckland', startsAt: turn - 1800_000, timeZone: 'Pacific/Auckland' })
  await closedEvent({ name: 'June', startsAt: Date.UTC(2024, 5, 1), timeZone: 'Europe/Berlin' })
  const namesOf = async (year: string) =>
    (await findHistoryPage(member, historyViewSchema.parse({ year }))).rows.map(row => row.name)
  expect((await namesOf('2025')).sort()).toEqual(['Auckland', 'Berlin'])
  expect((await namesOf('2024')).sort()).toEqual(['June', 'New York'])
  expect(await findHistoryYears(member)).toEqual([2025, 2024])
})

test('the years are found from a few instants, however many events there are', async () => {
  for (let hour = 0; hour < 9; hour += 1)
    await closedEvent({ startsAt: Date.UTC(2024, 5, 1, hour) })
  const looks = vi.spyOn(Temporal.Instant, 'fromEpochMilliseconds')
  expect(await findHistoryYears(member)).toEqual([2024])
  expect(looks.mock.calls.length).toBeLessThanOrEqual(4)
  looks.mockRestore()
})

test('impossible imported figures are shown, each with its reason', async () => {
  const event = await closedEvent({ totalTickets: 2, finalizedAt: 1, impossible: 'dates swapped' })
  const asked = await createRequest({ eventId: event.id, impossible: 'asked for 0' })
  const finalization = { id: 'old', eventId: event.id, number: 1, finalizedAt: 1, withMail: false }
  const result = { finalizationId: 'old', requestId: asked.id, amount: 5, impossible: 'too many' }
  await write([
    db().insert(finalizations).values(finalization),
    db().insert(results).values(result),
  ])
  expect((await historyOf(member))[0]).toMatchObject({
    given: 5,
    left: -3,
    impossible: [
      'dates swapped',
      'more given than there were',
      '1 impossible request',
      '1 impossible result',
    ],
  })
})
