import { setTimeout as wait } from 'node:timers/promises'
import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { formatDrawDocument, formatLockedDraw } from '#app/allocation/document/format.ts'
import { verifyDraw } from '#app/allocation/document/verify.ts'
import { makeTestChain } from '#app/models/draw/beacon/testing/test-chain.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { chooseRule, defaultChoice } from '#app/models/draw/preparing/choice.server.ts'
import { holdBack, pinRequest } from '#app/models/draw/preparing/pins.server.ts'
import { fillByPlainDraw, setUndecidedToNone } from '#app/models/grid/fill.server.ts'
import { saveGrid } from '#app/models/grid/grid.server.ts'
import { reopenEvent } from '#app/models/organizing/closing.server.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, draws, events } from '#db/schema.ts'
import { cancelLocking } from './cancel-locking.server.ts'
import { drawDue } from './due.server.ts'
import { hashShown, lockTerms } from './lock.server.ts'
import { findLocking, type Locking, lockedDrawOf } from './locking.server.ts'
import { keepNumbers, keepSignature } from './value.server.ts'

testDatabase()

const chain = makeTestChain({ leastSeconds: 0 })
beforeEach(() => overrideSettings({ TEST_BEACON: chain.beacon, BEACON_URL: '' }))

const REASON = 'The wrong rule was chosen'
const DRAND = { draw: 1, source: { kind: 'drand' as const, notBefore: null }, withMail: false }
const numbersAt = (notBefore: number) => ({
  ...DRAND,
  source: { kind: 'numbers' as const, notBefore, text: 'The lottery of Saturday' },
})

async function lockedEvent(wanted: Parameters<typeof lockTerms>[2] = DRAND) {
  const sealed = await sealedEvent(['2,1', '2', '1'], 3)
  const { event, asked, viewer } = sealed
  const pin = { requestId: asked[2]?.id ?? '', amount: 1, reason: 'Host of the evening' }
  expect((await pinRequest(event.id, viewer, pin)).refusal).toBeUndefined()
  expect(await lockTerms(event.id, viewer, wanted)).toMatchObject({ refusal: undefined })
  return { ...sealed, eventId: event.id, locking: await lockingOf(event.id) }
}

async function lockingOf(eventId: string, draw?: number): Promise<Locking> {
  const locking = await findLocking(eventId, draw)
  if (!locking) throw new Error('no locking')
  return locking
}

function signatureFor({ source }: Locking): string {
  if (source.kind !== 'drand') throw new Error('not a round')
  return chain.signatureOf(source.round)
}

async function verified(eventId: string, draw = 1) {
  const document = await findDrawDocument(eventId, draw)
  if (!document) throw new Error('no draw')
  return verifyDraw(formatDrawDocument(document), { beacon: chain.beacon })
}

const actions = async (eventId: string) =>
  (await db().select().from(auditEntries).where(eq(auditEntries.eventId, eventId)))
    .map(({ action }) => action)
    .filter(action => action.startsWith('draw.') && action !== 'draw.pinned')

describe('a locked draw', () => {
  test('is made from its terms when the value is there, once', async () => {
    const { eventId, locking } = await lockedEvent()
    await drawDue()
    expect(await db().select().from(draws)).toEqual([])
    await keepSignature(eventId, 1, signatureFor(locking), null)
    await Promise.all([drawDue(), drawDue()])
    expect(await db().select().from(draws)).toHaveLength(1)
    expect(await verified(eventId)).toMatchObject({ holds: true })
    expect(await actions(eventId)).toEqual(['draw.locked', 'draw.value-known', 'draw.made'])
  })

  test('publishes all but the value, and whoever has the value can make it', async () => {
    const { locking } = await lockedEvent()
    const published = formatLockedDraw(lockedDrawOf(locking))
    expect(verifyDraw(published).steps.at(-1)?.finding).toContain('complete but for the value')
    expect(JSON.parse(published).secret).toMatch(/^[0-9a-f]{64}$/)
    expect(JSON.parse(published).pins).toEqual([
      { code: expect.any(String), amount: 1, reason: 'Host of the evening' },
    ])
  })

  test('refuses every change of what decides it', async () => {
    const { event, eventId, asked, viewer } = await lockedEvent()
    const pin = { requestId: asked[0]?.id ?? '', amount: 1, reason: 'A friend' }
    const held = { heldBack: 1, heldBackReason: 'For later', was: 0 }
    const change = [{ requestId: asked[0]?.id ?? '', amount: 1, reason: null, was: '0||' }]
    const order = { allocationVersion: 1, withMail: false }
    const tries = {
      pin: pinRequest(eventId, viewer, pin),
      hold: holdBack(eventId, viewer, held),
      rule: chooseRule(eventId, { ...defaultChoice, rule: 'fill' }, viewer),
      reopen: reopenEvent(viewer, eventId, Date.now() + 60_000),
      grid: saveGrid(eventId, viewer, change),
      fill: fillByPlainDraw(eventId, viewer, event.allocationVersion),
      none: setUndecidedToNone(eventId, viewer, event.allocationVersion),
      again: lockTerms(eventId, viewer, DRAND),
      draw: makeDraw(eventId, 1, viewer),
      finalize: finalize(eventId, viewer, order),
    }
    for (const [what, tried] of Object.entries(tries))
      expect([what, (await tried).refusal]).toEqual([what, 'locked'])
    const raise = db().update(events).set({ totalTickets: 99 }).where(eq(events.id, eventId))
    expect(await write([raise])).toEqual({ refusal: 'locked' })
  })

  test('is still made when the event is cancelled', async () => {
    const { eventId, locking, viewer } = await lockedEvent()
    expect((await cancelEvent(viewer, eventId, 'The band is ill')).refusal).toBeUndefined()
    await keepSignature(eventId, 1, signatureFor(locking), null)
    await drawDue()
    expect(await verified(eventId)).toMatchObject({ holds: true })
  })

  test('keeps the first value that was entered', async () => {
    const { eventId, locking } = await lockedEvent()
    await keepSignature(eventId, 1, signatureFor(locking), null)
    expect(await keepSignature(eventId, 1, chain.signatureOf(1), null)).toEqual({
      refusal: 'has-value',
    })
    expect((await lockingOf(eventId)).publicProof).toBe(signatureFor(locking))
  })
})

describe('locking', () => {
  test('refuses terms other than the page showed', async () => {
    const { event, asked, viewer } = await sealedEvent(['1', '1'], 3)
    const shown = await hashShown(event.id, 1)
    await pinRequest(event.id, viewer, { requestId: asked[0]?.id ?? '', amount: 1, reason: 'Host' })
    expect(await lockTerms(event.id, viewer, { ...DRAND, shown })).toEqual({ refusal: 'changed' })
    const now = await hashShown(event.id, 1)
    expect(await lockTerms(event.id, viewer, { ...DRAND, shown: now })).toMatchObject({
      refusal: undefined,
    })
  })

  test('refuses an empty roll, a draw that was made, and one with too little time', async () => {
    const { event, viewer } = await sealedEvent([])
    expect(await lockTerms(event.id, viewer, DRAND)).toEqual({ refusal: 'nobody' })
    const drawn = await drawnEvent(['1'])
    expect(await lockTerms(drawn.event.id, drawn.viewer, DRAND)).toEqual({ refusal: 'drawn' })
    const other = await sealedEvent(['1'])
    overrideSettings({ TEST_BEACON: { ...chain.beacon, leastSeconds: 900 } })
    const soon = numbersAt(Date.now() + 890_000)
    expect(await lockTerms(other.event.id, other.viewer, soon)).toEqual({ refusal: 'too-soon' })
    const later = numbersAt(Date.now() + 905_000)
    expect((await lockTerms(other.event.id, other.viewer, later)).refusal).toBeUndefined()
  })

  test('two presses lock once', async () => {
    const { event, viewer } = await sealedEvent(['1', '1'])
    const both = await Promise.all([1, 2].map(() => lockTerms(event.id, viewer, DRAND)))
    expect(both.map(({ refusal }) => refusal).sort()).toEqual(['locked', undefined])
  })
})

describe('numbers that will be published', () => {
  test('are entered by the organizer, not before their time', async () => {
    const notBefore = Math.ceil(Date.now() / 1000) * 1000 + 1000
    const { eventId, viewer } = await lockedEvent(numbersAt(notBefore))
    expect(await keepNumbers(eventId, 1, '3 17 17', viewer)).toEqual({ refusal: 'too-soon' })
    await wait(notBefore - Date.now() + 50)
    expect((await keepNumbers(eventId, 1, '3 17 17', viewer)).refusal).toBeUndefined()
    await drawDue()
    const { holds, steps } = await verified(eventId)
    expect(holds).toBe(true)
    expect(steps.find(({ name }) => name === 'source')?.finding).toContain(
      'Look them up: The lottery of Saturday',
    )
  })
})

describe('a locking that is cancelled', () => {
  test('costs a draw number and a secret, and frees the terms', async () => {
    const { eventId, viewer, locking } = await lockedEvent()
    expect(await cancelLocking(eventId, viewer, { draw: 1, reason: REASON })).toMatchObject({
      refusal: undefined,
    })
    expect(await keepSignature(eventId, 1, signatureFor(locking), null)).toEqual({
      refusal: 'not-locked',
    })
    const choice = { ...defaultChoice, rule: 'fill' as const }
    expect((await chooseRule(eventId, choice, viewer)).refusal).toBeUndefined()
    expect(await makeDraw(eventId, 1, viewer)).toEqual({ refusal: 'not-sealed' })
    expect(await makeDraw(eventId, 2, viewer)).toEqual({ draw: 2, refusal: undefined })
    const second = await findDrawDocument(eventId, 2)
    expect(second).toMatchObject({ version: 2, rule: 'fill', rollHash: locking.rollHash })
    expect(second?.secret).not.toBe(locking.secret)
  })

  test('is refused once the value can be known, whoever has it', async () => {
    const notBefore = Math.ceil(Date.now() / 1000) * 1000 + 1000
    const { eventId, viewer } = await lockedEvent(numbersAt(notBefore))
    await wait(notBefore - Date.now() + 50)
    const cancelled = await cancelLocking(eventId, viewer, { draw: 1, reason: REASON })
    expect(cancelled).toMatchObject({ refusal: 'known' })
  })

  test('is refused when the value was entered early', async () => {
    const { eventId, viewer, locking } = await lockedEvent()
    await keepSignature(eventId, 1, signatureFor(locking), null)
    const cancelled = await cancelLocking(eventId, viewer, { draw: 1, reason: REASON })
    expect(cancelled).toMatchObject({ refusal: 'known' })
  })
})

test('a draw without a public value is locked and made in one batch', async () => {
  const { event } = await drawnEvent(['2,1', '1'], 2)
  const { publicValueSource, knownAt, isDrawn } = await lockingOf(event.id)
  expect({ publicValueSource, knownAt, isDrawn }).toEqual({
    publicValueSource: null,
    knownAt: null,
    isDrawn: true,
  })
  expect(await verified(event.id)).toMatchObject({ holds: true })
  expect(await actions(event.id)).toEqual(['draw.locked', 'draw.made'])
})
