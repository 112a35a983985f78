import { eq, sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { chooseRule, defaultChoice } from '#app/models/draw/preparing/choice.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { openSeal, sealSecret } from '#app/models/draw/seal/seal.server.ts'
import * as workers from '#app/models/draw/workers/workers.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import * as values from '#db/insert-all.ts'
import { write } from '#db/lane.ts'
import { auditEntries, draws, finalizations, pins, requests, rolls, seals } from '#db/schema.ts'
import { cancelDraw } from './cancel-draw.server.ts'
import { makeDraw } from './draw.server.ts'
import { findDrawDocument } from './drawn-document.server.ts'
import { freezeRoll } from './freezing.server.ts'
import { stepsToReopen } from './roll.server.ts'

testDatabase()

async function closedEvent(sizes: string[], totalTickets = 5) {
  const owner = await createUser({ role: 'organizer' })
  const event = await createEvent({ ownerId: owner.id, totalTickets, closedAt: Date.now() - 1000 })
  const asked = []
  for (const each of sizes) {
    const request = await createRequest({ eventId: event.id, sizes: each })
    await write([giveCode(event.id, request.userId)])
    asked.push(request)
  }
  await write([sealSecret(event.id, 1, { name: '' }, null).step])
  return { event, asked, viewer: viewerOf(owner) }
}

describe('a draw', () => {
  test('fills the grid with its result, and its document verifies', async () => {
    const { event, viewer } = await closedEvent(['4,2', '2,1', '3', '1'])
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ draw: 1, refusal: undefined })
    const document = await findDrawDocument(event.id, 1)
    if (!document) throw new Error('no document')
    expect(verifyDraw(formatDrawDocument(document)).holds).toBe(true)
    const drafts = await db()
      .select({ amount: requests.draftAmount })
      .from(requests)
      .where(eq(requests.eventId, event.id))
    const inGrid = drafts.map(d => d.amount).sort()
    expect(inGrid).toEqual([...document.result.values()].sort())
  })

  test('is made once, however often and by however many people it is pressed', async () => {
    const { event, viewer } = await closedEvent(['2', '2', '2'])
    const presses = await Promise.all([1, 2, 3].map(() => makeDraw(event.id, 1, viewer)))
    expect(presses.filter(p => p.refusal === undefined)).toHaveLength(1)
    expect(await db().select().from(draws)).toHaveLength(1)
  })

  test('that another process cancels while it is computed is not recorded', async () => {
    const { event, viewer } = await closedEvent(['2', '1'])
    const plain = workers.calculate
    vi.spyOn(workers, 'calculate').mockImplementationOnce(async (...args) => {
      expect(await cancelDraw(event.id, 1, viewer)).toEqual({})
      return plain(...args)
    })
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'changed' })
    expect(await db().select().from(draws)).toEqual([])
    expect(await makeDraw(event.id, 1, viewer)).toMatchObject({ draw: 1 })
  })

  test('cannot be cancelled once recorded, or by people who do not manage the event', async () => {
    const { event, viewer } = await closedEvent(['2', '1'])
    const other = viewerOf(await createUser({ role: 'organizer' }))
    expect(await cancelDraw(event.id, 1, other)).toEqual({ refusal: 'not-found' })
    await makeDraw(event.id, 1, viewer)
    expect(await cancelDraw(event.id, 1, viewer)).toEqual({ refusal: 'drawn' })
    const noted = await db().select({ action: auditEntries.action }).from(auditEntries)
    expect(noted.map(({ action }) => action)).not.toContain('draw.cancelled')
  })

  test('that is not due cannot be cancelled, and nothing is recorded', async () => {
    const { event, viewer } = await closedEvent(['2'])
    expect(await cancelDraw(event.id, 999, viewer)).toEqual({ refusal: 'not-sealed' })
    const open = await createEvent({ ownerId: viewer.userId })
    expect(await cancelDraw(open.id, 1, viewer)).toEqual({ refusal: 'not-closed' })
    const decided = await createEvent({ ownerId: viewer.userId, closedAt: 1, finalizedAt: 1 })
    const finalization = { eventId: decided.id, number: 1, finalizedAt: 1, withMail: false }
    await write([
      db()
        .insert(finalizations)
        .values({ id: 'f', ...finalization }),
    ])
    expect(await cancelDraw(decided.id, 1, viewer)).toEqual({ refusal: 'published' })
    const noted = await db().select({ action: auditEntries.action }).from(auditEntries)
    expect(noted.map(({ action }) => action)).not.toContain('draw.cancelled')
  })

  test('too large for a database server is refused and changes nothing', async () => {
    const { event, viewer } = await closedEvent(['2', '1'])
    const fits = vi.spyOn(values, 'fitsInValue').mockReturnValue(false)
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'too-large' })
    expect(await db().select().from(draws)).toEqual([])
    fits.mockRestore()
    expect(await makeDraw(event.id, 1, viewer)).toMatchObject({ draw: 1 })
  })

  test('needs a closed event, and changes nothing on an open one', async () => {
    const owner = await createUser({ role: 'organizer' })
    const event = await createEvent({ ownerId: owner.id })
    expect(await makeDraw(event.id, 1, viewerOf(owner))).toEqual({ refusal: 'not-closed' })
    expect(await db().select().from(rolls)).toEqual([])
  })

  test('is only for people who manage the event', async () => {
    const { event } = await closedEvent(['2'])
    const other = viewerOf(await createUser({ role: 'organizer' }))
    expect(await makeDraw(event.id, 1, other)).toEqual({ refusal: 'not-found' })
  })

  test('gives pinned people their amount, and refuses more pins than tickets', async () => {
    const { event, asked, viewer } = await closedEvent(['4,2', '2,1'], 3)
    const pin = {
      eventId: event.id,
      requestId: asked[0]?.id ?? '',
      amount: 3,
      reason: 'Host',
      pinnedAt: 1,
      pinnedBy: null,
    }
    await write([db().insert(pins).values(pin)])
    await write([sql`UPDATE events SET held_back = 1 WHERE id = ${event.id}`])
    expect(await makeDraw(event.id, 1, viewer)).toEqual({ refusal: 'over-capacity' })
    await write([sql`UPDATE events SET held_back = 0 WHERE id = ${event.id}`])
    await makeDraw(event.id, 1, viewer)
    const pinned = await db().select().from(requests).where(eq(requests.id, pin.requestId))
    expect(pinned.map(r => [r.draftAmount, r.draftReason])).toEqual([[3, 'Host']])
  })
})

describe('the roll', () => {
  test('is frozen once, with the weights of that moment', async () => {
    const { event } = await closedEvent(['2', '1'])
    await Promise.all([freezeRoll(event.id), freezeRoll(event.id)])
    const frozen = await db().select().from(rolls)
    expect(frozen).toHaveLength(1)
    expect(frozen[0]?.roll).toMatch(/^([a-z0-9]{10}\|[12]\|1\|0\n){2}$/)
  })

  test('settles the order, which cannot change afterwards; the rule can', async () => {
    const { event, viewer } = await closedEvent(['2', '1'])
    await freezeRoll(event.id)
    const weighted = await chooseRule(event.id, { ...defaultChoice, order: 'weighted' }, viewer)
    expect(weighted.refusal).toBe('frozen')
    expect(
      (await chooseRule(event.id, { ...defaultChoice, rule: 'fill' }, viewer)).refusal,
    ).toBeUndefined()
  })

  test('is final once a draw was made, so requests cannot reopen', async () => {
    const { event, viewer } = await closedEvent(['2', '1'])
    await makeDraw(event.id, 1, viewer)
    expect((await write(stepsToReopen(event.id))).refusal).toBe('drawn')
  })
})

describe('the secret', () => {
  test('appears nowhere in the database before the draw', async () => {
    const { event } = await closedEvent(['2'])
    const secret = await openSeal(event.id, 1)
    const stored = JSON.stringify([
      await db().select().from(seals),
      await db().select().from(auditEntries),
    ])
    expect(secret).toMatch(/^[0-9a-f]{64}$/)
    expect(stored).not.toContain(secret)
  })

  test('belongs to its event and draw, and does not open elsewhere', async () => {
    const { event } = await closedEvent(['2'])
    const other = await createEvent()
    await write([
      sql`INSERT INTO seals SELECT ${other.id}, draw, ${'0'.repeat(64)}, sealed_secret, reason, sealed_at, sealed_by_name
        FROM seals WHERE event_id = ${event.id}`,
    ])
    await expect(openSeal(other.id, 1)).rejects.toThrow('cannot be opened')
  })
})
