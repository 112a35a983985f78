import { sql } from 'drizzle-orm'
import { createElement } from 'react'
import { renderToString } from 'react-dom/server'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { ImportReport } from '#app/components/import-report.tsx'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { reportOnList } from '#app/models/people/list-file.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import { load } from '#app/testing/routes.ts'
import { write } from '#db/lane.ts'
import * as fairness from './account.fairness.tsx'
import * as sessions from './account.sessions.tsx'
import * as draws from './events.$eventId.draws._index.tsx'
import * as leftBehind from './events.$eventId.left-behind.tsx'
import * as pins from './events.$eventId.pins.tsx'
import * as recipients from './events.$eventId.recipients.tsx'
import * as winners from './events.$eventId.recipients[.]csv.ts'
import * as results from './events.$eventId.requests[.]csv.ts'
import * as history from './events.history[.]csv.ts'

// The report is rendered without the router, which would give its form a key.
vi.mock('@remix-run/react', async original => ({
  ...(await original<typeof import('@remix-run/react')>()),
  useRouteLoaderData: () => undefined,
}))

testDatabase()

const MANY = 620
let owner: Viewer
let eventId: string

/** 1 to MANY, as rows of `n(i)`. */
const numbers = sql`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${MANY})`

beforeEach(async () => {
  owner = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({ ownerId: owner.userId, totalTickets: 9999 })
  eventId = event.id
  await write(stepsToSeal(eventId))
})

const people = sql`INSERT INTO users (id, name, email, created_at)
  ${numbers} SELECT 'u' || i, printf('Person %04d', i), 'u' || i || '@example.org', 1 FROM n`
const asking =
  () => sql`INSERT INTO requests (id, event_id, user_id, sizes, created_at, changed_at, raised_at)
  ${numbers} SELECT 'r' || i, ${eventId}, 'u' || i, '2,1', 1, 1, 1 FROM n`

const winning = () => [
  sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail) VALUES ('f', ${eventId}, 1, 1, 0)`,
  sql`INSERT INTO results (finalization_id, request_id, amount) ${numbers} SELECT 'f', 'r' || i, 2 FROM n`,
  sql`UPDATE events SET closed_at = 1, finalized_at = 1 WHERE id = ${eventId}`,
]

type Loader = Parameters<typeof load>[0]
const page = async (loader: Loader, query = '') =>
  (await load(loader, { path: `/${query}`, params: { eventId }, viewer: owner })).json()

describe('a list of hundreds has fifty on a page, at most', () => {
  test('choices of a rule', async () => {
    await write([
      sql`INSERT INTO rule_choices (event_id, draw, rule, order_name, chosen_at)
        ${numbers} SELECT ${eventId}, 1, 'plain', 'draw', i FROM n`,
    ])
    const { log } = await page(draws.loader)
    expect(log.choices).toHaveLength(50)
    expect(log.pages).toBe(13)
    const last = await page(draws.loader, '?page=999')
    expect(last.log.page).toBe(last.log.pages)
    expect(last.log.choices.length).toBeLessThanOrEqual(50)
    expect(last.log.counts).toEqual({ seals: 1, draws: 0 })
  })

  test('rolls that were withdrawn, and promises', async () => {
    await write([
      sql`INSERT INTO rolls (event_id, number, roll, roll_hash, order_name, frozen_at, superseded_at)
        ${numbers} SELECT ${eventId}, i, '', printf('%064d', i), 'draw', 1, 1 FROM n`,
      sql`INSERT INTO seals (event_id, draw, commitment, sealed_secret, reason, sealed_at)
        ${numbers} SELECT ${eventId}, i + 1, printf('%064d', i), 'x', 'again', 1 FROM n`,
    ])
    const { log } = await page(draws.loader)
    expect([log.withdrawn.length, log.seals.length, log.pages]).toEqual([50, 50, 13])
  })

  test('pins, whose sum counts all of them', async () => {
    await write([
      people,
      asking(),
      sql`INSERT INTO pins (event_id, request_id, amount, reason, pinned_at)
        ${numbers} SELECT ${eventId}, 'r' || i, 1, 'a reason', 1 FROM n`,
    ])
    const first = await page(pins.loader)
    expect([first.pins.length, first.pages, first.figures.inPins]).toEqual([50, 13, MANY])
    expect((await page(pins.loader, '?page=13')).pins).toHaveLength(20)
    expect(first.people.length).toBeLessThanOrEqual(100)
  })

  test('what a person asked for and got', async () => {
    await write([
      sql`INSERT INTO events (id, name, starts_at, time_zone, total_tickets, owner_id, closed_at, finalized_at, created_at)
        ${numbers} SELECT 'e' || i, 'Evening ' || i, i, 'UTC', 1, ${owner.userId}, 1, i, 1 FROM n`,
      sql`INSERT INTO requests (id, event_id, user_id, sizes, created_at, changed_at, raised_at)
        ${numbers} SELECT 'q' || i, 'e' || i, ${owner.userId}, '1', 1, 1, 1 FROM n`,
      sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail, available)
        ${numbers} SELECT 'f' || i, 'e' || i, 1, i, 0, 1 FROM n`,
      sql`INSERT INTO results (finalization_id, request_id, amount)
        ${numbers} SELECT 'f' || i, 'q' || i, 1 FROM n`,
    ])
    const first = await page(fairness.loader)
    expect([first.lines.length, first.pages]).toEqual([50, 13])
    expect(first.lines[0].eventName).toBe(`Evening ${MANY}`)
    expect((await page(fairness.loader, '?page=13')).lines).toHaveLength(20)
  })

  test('sessions', async () => {
    await write([
      sql`INSERT INTO sessions (id, token_hash, user_id, created_at, seen_at, idle_ends_at, ends_at)
        ${numbers} SELECT 's' || i, 'h' || i, ${owner.userId}, 1, i, ${Date.now() * 2}, ${Date.now() * 2} FROM n`,
    ])
    const first = await page(sessions.loader)
    expect([first.sessions.length, first.total, first.pages]).toEqual([20, MANY, 31])
  })
})

test('who gets tickets is printed in lists of five hundred, and the sum counts all', async () => {
  await write([people, asking(), ...winning()])
  const first = await page(recipients.loader)
  expect([first.winners.length, first.pages]).toEqual([500, 2])
  expect(first.totals).toBe(`${2 * MANY} tickets to ${MANY} people.`)
  expect((await page(recipients.loader, '?page=2')).winners).toHaveLength(MANY - 500)
})

test('a choice among events names a hundred, the soonest', async () => {
  await write([
    sql`INSERT INTO events (id, name, starts_at, time_zone, total_tickets, owner_id, created_at)
      ${numbers} SELECT 'e' || i, 'Evening ' || i, ${Date.now()} + i * 100000, 'UTC', 1, ${owner.userId}, 1 FROM n`,
  ])
  expect((await page(leftBehind.loader)).targets).toHaveLength(100)
})

test('a report on a list shows two hundred rows of a kind, and counts all', async () => {
  const rows = Array.from({ length: MANY }, (_, i) => `Person ${i}, p${i}@example.org`)
  const { report } = (await reportOnList(rows.join('\n'))) as never as {
    report: Parameters<typeof ImportReport>[0]['report']
  }
  const html = renderToString(createElement(ImportReport, { report, text: '' }))
  expect(html.match(/@example\.org/g)).toHaveLength(200)
  expect(html.replaceAll('<!-- -->', '')).toContain(`The first 200 of ${MANY} are shown.`)
})

test.each([
  ['requests', results.loader],
  ['winners', winners.loader],
  ['history', history.loader],
] as [string, Loader][])(
  'a file is read in steps and has every row once: %s',
  async (what, loader) => {
    await write([people, asking()])
    if (what === 'history')
      await write([
        sql`INSERT INTO events (id, name, starts_at, time_zone, total_tickets, owner_id, opens_at, created_at)
        ${numbers} SELECT 'e' || i, printf('Person %04d', i), i, 'UTC', 1, ${owner.userId}, 1, 1 FROM n`,
      ])
    if (what === 'winners') await write(winning())
    const answer = await load(loader, { params: { eventId }, viewer: owner })
    const chunks: string[] = []
    for await (const chunk of answer.body as never as AsyncIterable<Uint8Array>)
      chunks.push(Buffer.from(chunk).toString())
    const found = chunks.map(chunk => chunk.match(/Person \d{4}/g) ?? [])
    expect(Math.max(...found.map(names => names.length))).toBeLessThanOrEqual(500)
    expect(new Set(found.flat()).size).toBe(MANY)
    expect(found.flat()).toHaveLength(MANY)
  },
)
