import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import { compareForEvent } from '#app/models/draw/comparison/comparison.server.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { readLedger } from '#app/models/draw/fairness/ledger.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { findPromise, sayHowDecided } from '#app/models/draw/public/promise.server.ts'
import { sayLeftOut } from '#app/models/draw/public/say-promise.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { saveGrid } from '#app/models/grid/grid.server.ts'
import { findCommitments } from '#app/models/people/commitments.server.ts'
import { deactivateUser, reactivateUser } from '#app/models/people/user.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { sealedEvent } from '#app/testing/draws.ts'
import {
  createEvent,
  createRequest,
  createUser,
  managedBy,
  viewerOf,
} from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, pins, requests } from '#db/schema.ts'
import { listAbsent, mustStillBeAbsent } from './absent.server.ts'
import { listPinnable, pinRequest } from './pins.server.ts'

testDatabase()

async function deactivate(userId: string) {
  const admin = viewerOf(await createUser({ role: 'admin' }))
  expect((await deactivateUser(userId, admin)).refusal).toBeUndefined()
  return () => reactivateUser(userId, admin)
}

async function draftOf(requestId: string) {
  const [row] = await db().select().from(requests).where(eq(requests.id, requestId))
  return row?.draftAmount
}

/** Three people want one ticket of one, and the first of them has left. */
async function eventWithAbsent(tickets = 1) {
  const made = await sealedEvent(['1', '1', '1'], tickets)
  const [left, ...others] = made.asked
  if (!left) throw new Error('nobody asked')
  const reactivate = await deactivate(left.userId)
  return { ...made, event: made, eventId: made.event.id, left, others, reactivate }
}

describe('a person who is deactivated before the roll is frozen', () => {
  test('is not on the roll, wins nothing, and the page says how many are left out and why', async () => {
    const { eventId, left, others, viewer } = await eventWithAbsent()
    await makeDraw(eventId, 1, viewer)
    const roll = parseRoll((await findRoll(eventId))?.roll ?? '')
    const codes = await Promise.all(others.map(({ userId }) => findCode(eventId, userId)))
    expect(roll.map(({ code }) => code)).toEqual(codes.sort())
    expect(await draftOf(left.id)).toBe(0)
    const { leftOut } = (await findPromise(eventId)) ?? {}
    expect(leftOut && sayLeftOut(leftOut)).toBe('1 request because the account was deactivated')
  })

  test('is left out of the comparison before the roll is frozen', async () => {
    const { eventId } = await eventWithAbsent()
    const { value } = await compareForEvent(eventId, { order: 'draw', cap: 1 })
    expect(value?.[0]?.people).toBe(2)
  })

  test('neither wins nor loses, and the document still verifies after finalizing', async () => {
    const { event, eventId, left, viewer, reactivate } = await eventWithAbsent()
    await makeDraw(eventId, 1, viewer)
    await finalizeNow(eventId, viewer)
    const document = await findDrawDocument(eventId, 1)
    if (!document) throw new Error('no document')
    expect(document.overrides).toEqual([])
    expect(verifyDraw(formatDrawDocument(document)).holds).toBe(true)
    await reactivate()
    expect(await readLedger(left.userId)).toMatchObject([{ verdict: 'off-roll', streak: 0 }])
    const [other] = await readLedger(event.asked[1]?.userId ?? '')
    expect(other).toMatchObject({ wanted: 2, drawnFor: 1 })
  })

  test('gets tickets after the draw only with a reason, which is counted in public', async () => {
    const { eventId, left, viewer, reactivate } = await eventWithAbsent(2)
    await makeDraw(eventId, 1, viewer)
    await reactivate()
    await write([sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${eventId}`])
    const give = (reason: string | null) =>
      saveGrid(eventId, viewer, [{ requestId: left.id, amount: 1, reason, was: '0|1|' }])
    expect((await give(null)).refusal).toBe('unexplained')
    expect((await give('They were there all the time')).refusal).toBe('unexplained')
    await write([sql`UPDATE requests SET draft_reason = 'Given back' WHERE off_roll = 0`])
    expect((await give('They were there all the time')).refusal).toBeUndefined()
    await finalizeNow(eventId, viewer)
    const { facts } = await sayHowDecided(eventId, 'finalized')
    const said = facts.find(({ name }) => name === 'Set by hand')?.value
    expect(said).toBe('2 of 2, and 1 request that is not on the roll')
  })

  test('does not change the roll by coming back later, and is then undecided, not given none', async () => {
    const { eventId, left, viewer, reactivate } = await eventWithAbsent()
    await freezeRoll(eventId)
    const before = await findRoll(eventId)
    await reactivate()
    await makeDraw(eventId, 1, viewer)
    expect(await findRoll(eventId)).toEqual(before)
    expect(await draftOf(left.id)).toBeNull()
    const pin = { requestId: left.id, amount: 1, reason: 'They came back' }
    expect((await pinRequest(eventId, viewer, pin)).refusal).toBeDefined()
  })

  test('loses a pin when the roll is frozen, and the audit trail says so', async () => {
    const { event, asked, viewer } = await sealedEvent(['1', '1'], 1)
    const [left] = asked
    if (!left) throw new Error('nobody asked')
    await pinRequest(event.id, viewer, { requestId: left.id, amount: 1, reason: 'A promise' })
    await deactivate(left.userId)
    expect((await makeDraw(event.id, 1, viewer)).refusal).toBeUndefined()
    expect(await db().select().from(pins)).toEqual([])
    const trail = await db()
      .select()
      .from(auditEntries)
      .where(eq(auditEntries.action, 'draw.unpinned'))
    expect(trail.map(({ before }) => JSON.parse(before ?? '{}'))).toMatchObject([
      { requestId: left.id, amount: 1, because: 'the account is deactivated' },
    ])
    expect((await findDrawDocument(event.id, 1))?.pins).toEqual([])
  })

  test('cannot be pinned, even after the roll was frozen without them', async () => {
    const { eventId, left, viewer, reactivate } = await eventWithAbsent()
    const pin = { requestId: left.id, amount: 1, reason: 'A promise' }
    expect((await pinRequest(eventId, viewer, pin)).refusal).toBe('inactive')
    expect(await listPinnable(await managedBy(viewer, eventId), '', 10)).toHaveLength(2)
    await freezeRoll(eventId)
    await reactivate()
    expect((await pinRequest(eventId, viewer, pin)).refusal).toBe('off-roll')
  })

  test('gets none when the grid is filled by a plain draw', async () => {
    const { eventId, left, viewer } = await eventWithAbsent()
    const { allocationVersion = 0 } = (await findManagedEvent(viewer, eventId)) ?? {}
    for (let round = 0; round < 8; round += 1) {
      const version = allocationVersion + (await raisedBy(eventId, viewer, allocationVersion))
      expect(await fillByPlainDraw(eventId, viewer, version)).toMatchObject({ refusal: undefined })
      expect(await draftOf(left.id)).toBe(0)
    }
  })
})

async function raisedBy(eventId: string, viewer: ReturnType<typeof viewerOf>, since: number) {
  return ((await findManagedEvent(viewer, eventId))?.allocationVersion ?? since) - since
}

test('a person who is deactivated after the roll was frozen stays on it', async () => {
  const { event, asked, viewer } = await sealedEvent(['1', '1'], 2)
  await freezeRoll(event.id)
  const before = await findRoll(event.id)
  await deactivate(asked[0]?.userId ?? '')
  await makeDraw(event.id, 1, viewer)
  expect(await findRoll(event.id)).toEqual(before)
  expect(await draftOf(asked[0]?.id ?? '')).toBe(1)
})

test('a roll is not written from an outdated list of deactivated accounts', async () => {
  const { eventId, reactivate } = await eventWithAbsent()
  const absent = await listAbsent(eventId)
  const freeze = () => write([mustStillBeAbsent(eventId, absent), sql`SELECT 1`])
  expect((await freeze()).refusal).toBeUndefined()
  await reactivate()
  expect((await freeze()).refusal).toBe('changed')
})

test('a person’s commitments are open requests and tickets of coming events, nothing past', async () => {
  const { eventId, left } = await eventWithAbsent()
  const open = await createEvent()
  await createRequest({ eventId: open.id, userId: left.userId })
  const gone = await createEvent({ cancelledAt: 1, cancelReason: 'ill' })
  await createRequest({ eventId: gone.id, userId: left.userId })
  const won = await finalizedEvent(left.userId, 2)
  const { requests: undecided, holdings } = await findCommitments(left.userId)
  const standings = Object.fromEntries(undecided.map(row => [row.eventId, row.standing]))
  expect(standings).toEqual({ [open.id]: 'listed', [eventId]: 'listed' })
  expect(holdings).toMatchObject([{ eventId: won, amount: 2 }])
})

async function finalizedEvent(userId: string, amount: number): Promise<string> {
  const owner = await createUser({ role: 'organizer' })
  const { id } = await createEvent({ ownerId: owner.id, closedAt: Date.now() })
  await createRequest({ eventId: id, userId, draftAmount: amount })
  await finalizeNow(id, viewerOf(owner))
  return id
}

async function finalizeNow(eventId: string, viewer: ReturnType<typeof viewerOf>) {
  const { allocationVersion = 0 } = (await findManagedEvent(viewer, eventId)) ?? {}
  const done = await finalize(eventId, viewer, { allocationVersion, withMail: false })
  expect(done.refusal).toBeUndefined()
}
