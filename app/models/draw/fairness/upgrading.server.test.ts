import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { pinRequest } from '#app/models/draw/preparing/pins.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { noteCreation } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { migrations } from '#db/migrations.ts'
import { events, finalizations, formerLosses, requests, rolls } from '#db/schema.ts'
import { findFormerLosses, forgetFormerLosses } from './former-losses.server.ts'
import { readLosses } from './ledger.server.ts'
import { countedLosses } from './ledger.ts'

testDatabase()

const HOUR = 3_600_000
/** Always the same numbers from 0 to below 1. */
let state = 7
function chance(): number {
  state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
  return state / 2 ** 32
}
const isOnceIn = (times: number) => chance() * times < 1
const pick = <T>(list: readonly T[]): T => list[Math.floor(chance() * list.length)] as T

/** Whatever an older database may hold: draws, pins, changes by hand, requests for others, short and cancelled events. */
async function oldDatabase() {
  const olga = viewerOf(await createUser({ role: 'organizer' }))
  const people = await Promise.all(Array.from({ length: 7 }, () => createUser()))
  for (let turn = 0; turn < 16; turn += 1) await oldEvent(olga, people)
}

async function oldEvent(olga: Viewer, people: { id: string }[]) {
  const opensAt = Date.now() - pick([3, 30, 30, 30, 30]) * HOUR
  const times = { createdAt: opensAt - HOUR, opensAt, closedAt: Date.now() - 1000 }
  const event = await createEvent({ ...times, ownerId: olga.userId, totalTickets: pick([2, 3, 9]) })
  const asked = []
  for (const { id: userId } of people.filter(() => !isOnceIn(4))) {
    const enteredBy = isOnceIn(4) ? olga.userId : null
    const sizes = pick(['1', '2,1', '2', '4,2', '9,5'])
    asked.push(await createRequest({ eventId: event.id, userId, sizes, enteredBy }))
    await write([giveCode(event.id, userId)])
  }
  await write([noteCreation(event), ...stepsToSeal(event.id)])
  if (isOnceIn(3)) {
    const pin = { requestId: pick(asked).id, amount: pick([0, 1]), reason: 'Host' }
    await pinRequest(event.id, olga, pin)
  }
  const isDrawn = !isOnceIn(5)
  if (isDrawn) expect((await makeDraw(event.id, 1, olga)).refusal).toBeUndefined()
  else await write([sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${event.id}`])
  if (isDrawn && isOnceIn(4)) return
  if (isOnceIn(3)) await write([setOneByHand(event.id)])
  await publish(event.id, olga)
  if (isOnceIn(6)) await write([sql`UPDATE events SET cancelled_at = 1 WHERE id = ${event.id}`])
}

const setOneByHand = (
  eventId: string,
) => sql`UPDATE requests SET draft_amount = 0, draft_reason = 'x'
  WHERE id = (SELECT id FROM requests WHERE event_id = ${eventId} ORDER BY draft_amount DESC, id LIMIT 1)`

async function publish(eventId: string, viewer: Viewer) {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  expect((await finalize(eventId, viewer, order)).refusal).toBeUndefined()
  // An old database has none.
  await write([
    sql`UPDATE offers SET state = 'withdrawn', answered_at = made_at WHERE state = 'open'`,
  ])
}

/** What the migration writes into rows, in the tables as they are now. */
const fills = (migrations.find(({ number }) => number === 11)?.statements ?? []).filter(each =>
  /^(--.*\n)*(UPDATE|WITH|INSERT)/.test(each.trim()),
)

const facts = async () => ({
  requests: await db()
    .select({ id: requests.id, drawn: requests.drawnAmount, isPinned: requests.wasPinned })
    .from(requests),
  finalizations: (await db().select().from(finalizations)).map(
    ({ id, drawnFor, wanted, openSeconds }) => ({ id, drawnFor, wanted, openSeconds }),
  ),
  rolls: await db().select({ id: rolls.eventId, unconfirmed: rolls.unconfirmed }).from(rolls),
})

test('upgrading derives of past draws what the program notes of new ones', async () => {
  await oldDatabase()
  const noted = await facts()
  const byHand = ({ drawnFor }: { drawnFor: number | null }) => drawnFor === null
  expect(noted.finalizations.some(byHand)).toBe(true)
  expect(noted.requests.some(({ isPinned }) => isPinned)).toBe(true)
  await write([
    sql`UPDATE requests SET drawn_amount = NULL, was_pinned = 0`,
    sql`UPDATE finalizations SET drawn_for = NULL, wanted = NULL, open_seconds = NULL`,
    sql`UPDATE rolls SET unconfirmed = 0`,
    ...fills.map(each => sql.raw(each)),
  ])
  const derived = await facts()
  expect({ ...derived, finalizations: [] }).toEqual({ ...noted, finalizations: [] })
  const ofDraws = (list: typeof noted.finalizations) => list.filter(each => !byHand(each))
  expect(ofDraws(derived.finalizations)).toEqual(ofDraws(noted.finalizations))
})

test('whose count changed has both numbers noted, by the rule before and by this one', async () => {
  for (let round = 0; round < 2; round += 1) await oldDatabase()
  await write(fills.map(each => sql.raw(each)))
  const [before, after] = [await lossesByOldRule(), await readLosses()]
  const people = [...new Set([...before.keys(), ...after.keys()])]
  const changed = people
    .map(userId => ({
      userId,
      before: before.get(userId) ?? 0,
      after: countedLosses(after.get(userId) ?? 0),
    }))
    .filter(each => each.before !== each.after)
  expect(changed.length).toBeGreaterThan(3)
  expect(changed.length).toBeLessThan(people.length)
  const noted = await db().select().from(formerLosses)
  const byId = (a: { userId: string }, b: { userId: string }) => (a.userId < b.userId ? -1 : 1)
  expect(noted.sort(byId)).toEqual(changed.sort(byId))
  const [one] = changed
  expect(await findFormerLosses(one?.userId ?? '')).toMatchObject({ before: one?.before })
  await forgetFormerLosses(one?.userId ?? '')
  expect(await db().select().from(formerLosses)).toHaveLength(changed.length - 1)
})

type Old = {
  userId: string
  sizes: string
  got: number
  available: number
  given: number
  eventId: string
  at: number
}

/** The old count took no account of who entered a request, or how its tickets were given. */
async function lossesByOldRule(): Promise<Map<string, number>> {
  const rows = await db().all<Old>(sql`
    SELECT r.user_id AS userId, r.sizes AS sizes, x.amount AS got, f.available AS available,
      f.event_id AS eventId, f.finalized_at AS at,
      (SELECT sum(amount) FROM results WHERE finalization_id = f.id) AS given
    FROM finalizations f JOIN events e ON e.id = f.event_id AND e.cancelled_at IS NULL
    JOIN results x ON x.finalization_id = f.id JOIN requests r ON r.id = x.request_id
    ORDER BY f.finalized_at, f.event_id`)
  const requested = new Map<string, number>()
  for (const { eventId, sizes, available } of rows) {
    const possible = parseSizes(sizes).filter(size => size <= available)
    requested.set(eventId, (requested.get(eventId) ?? 0) + (possible[0] ?? 0))
  }
  const losses = new Map<string, number>()
  for (const { userId, sizes, got, available, given, eventId } of rows) {
    const smallest = parseSizes(sizes).at(-1) ?? 0
    const isLost =
      smallest <= available &&
      (requested.get(eventId) ?? 0) > available &&
      smallest > available - given
    if (got > 0) losses.set(userId, 0)
    else losses.set(userId, (losses.get(userId) ?? 0) + (isLost ? 1 : 0))
  }
  return losses
}
