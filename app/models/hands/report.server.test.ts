import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createRequest, createUser, managedBy, viewerOf } from '#app/testing/factories.ts'
import { heldEvent, moveTickets } from '#app/testing/hands.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { finalizations, results } from '#db/schema.ts'
import { findReport, findReports, findReportYears } from './report.server.ts'
import { addUp } from './report.ts'

testDatabase()

const HOUR = 3_600_000
const people = [
  { name: 'Ada', holding: 4 },
  { name: 'Ben', holding: 2 },
  { name: 'Cai', holding: 1 },
  { name: 'Dov', holding: 0 },
]

async function evening(overrides: Parameters<typeof heldEvent>[1] = {}) {
  const owner = await createUser({ role: 'organizer' })
  const startsAt = Date.now() - HOUR
  const made = await heldEvent(people, { ownerId: owner.id, startsAt, ...overrides })
  const report = async () => findReport(await managedBy(viewerOf(owner), made.event.id))
  const note = (index: number, values: { came?: number; isHanded?: boolean }) =>
    write([
      sql`UPDATE holders SET came = ${values.came ?? 0}, handed_at = ${values.isHanded ? 1 : null}
        WHERE event_id = ${made.event.id} AND user_id = ${made.users[index]?.id}`,
    ])
  return { ...made, owner, report, note }
}

test('given, given back in time, used and wasted add up', async () => {
  const { event, finalizationId, report, note } = await evening({ startsAt: Date.now() + HOUR })
  expect(await report()).toBeUndefined()
  await moveTickets(finalizationId, { kind: 'returned', place: 1, tickets: 2 })
  await moveTickets(finalizationId, { kind: 'accepted', place: 4, tickets: 1 })
  await moveTickets(finalizationId, { kind: 'lowered', place: 2, tickets: 1 })
  const now = Math.floor(Date.now() / 1000) * 1000
  await write([sql`UPDATE events SET starts_at = ${now + 1000} WHERE id = ${event.id}`])
  await moveTickets(finalizationId, { kind: 'recalled', place: 3, tickets: 1, at: now + 1000 })
  await new Promise(resolve => setTimeout(resolve, now + 1010 - Date.now()))
  await note(0, { came: 1 })
  await note(1, { came: 3 })
  expect(await report()).toEqual({
    ...{ given: 7, back: 2, used: 2, wasted: 3, extra: 2, basis: 'counted' },
  })
})

test('tickets handed over count as used where nobody was counted', async () => {
  const { report, note } = await evening()
  await note(0, { isHanded: true })
  expect(await report()).toMatchObject({ given: 7, used: 4, wasted: 3, basis: 'handed over' })
  await note(1, { came: 1 })
  expect(await report()).toMatchObject({ used: 1, wasted: 6, basis: 'counted' })
})

test('nothing is called wasted where nobody noted anything, and nothing reported of a cancelled event', async () => {
  const { report } = await evening()
  expect(await report()).toMatchObject({ given: 7, used: null, wasted: null, basis: 'nothing' })
  const cancelled = await evening()
  await write([sql`UPDATE events SET cancelled_at = 1 WHERE id = ${cancelled.event.id}`])
  expect(await cancelled.report()).toBeUndefined()
})

test('an event that was decided before there was a log counts its results', async () => {
  const { event, owner, report } = await evening()
  const request = await createRequest({ eventId: event.id })
  await write([
    sql`UPDATE finalizations SET undone_at = 1, undo_reason = 'A slip' WHERE event_id = ${event.id}`,
    db()
      .insert(finalizations)
      .values({
        ...{ id: 'old', eventId: event.id, number: 2, finalizedAt: 1, withMail: false },
      }),
    db().insert(results).values({ finalizationId: 'old', requestId: request.id, amount: 3 }),
  ])
  expect(await report()).toMatchObject({ given: 3, back: 0 })
  expect(await findReportYears(viewerOf(owner))).toHaveLength(1)
})

test('all reports: by year, of one’s own events, or of all for an admin', async () => {
  const admin = await createUser({ role: 'admin' })
  const first = await evening({
    startsAt: Date.UTC(2024, 11, 31, 23, 30),
    timeZone: 'Europe/Berlin',
  })
  const second = await evening({ startsAt: Date.UTC(2024, 11, 31, 22, 30), timeZone: 'UTC' })
  await second.note(0, { came: 4 })
  await evening({ startsAt: Date.now() + HOUR })
  expect(await findReportYears(viewerOf(first.owner))).toEqual([2025])
  expect(await findReportYears(viewerOf(admin))).toEqual([2025, 2024])
  const of = async (who: typeof admin, year: number) =>
    (await findReports(viewerOf(who), year)).map(({ eventId }) => eventId)
  expect(await of(first.owner, 2025)).toEqual([first.event.id])
  expect(await of(first.owner, 2024)).toEqual([])
  expect(await of(admin, 2024)).toEqual([second.event.id])
  const all = [
    ...(await findReports(viewerOf(admin), 2025)),
    ...(await findReports(viewerOf(admin), 2024)),
  ]
  expect(addUp(all)).toEqual({ given: 14, back: 0, used: 4, wasted: 3, unknown: 1 })
})
