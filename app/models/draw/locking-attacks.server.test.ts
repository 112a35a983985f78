import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { makeTestChain } from '#app/models/draw/beacon/testing/test-chain.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { crowdedEvent, sealedEvent } from '#app/testing/draws.ts'
import { write } from '#db/lane.ts'
import { sealAnother } from './another-draw.server.ts'
import { type LocalBeacon, startLocalBeacon } from './beacon/testing/local-beacon.ts'
import { cancelLocking } from './locking/cancel-locking.server.ts'
import { lockTerms, mustBeAsPrepared } from './locking/lock.server.ts'
import { findLocking, listDueLockings } from './locking/locking.server.ts'
import { prepareLocking } from './locking/prepare-locking.server.ts'
import { keepSignature } from './locking/value.server.ts'
import { chooseRule, defaultChoice } from './preparing/choice.server.ts'

testDatabase()

let local: LocalBeacon
beforeAll(async () => {
  local = await startLocalBeacon({ leastSeconds: 0 })
})
afterAll(() => local.stop())

const chain = makeTestChain({ leastSeconds: 0 })
beforeEach(() => overrideSettings({ TEST_BEACON: chain.beacon, BEACON_URL: '' }))

const REASON = 'The wrong rule was chosen'
const wanted = (notBefore: number | null) => ({
  draw: 1,
  source: { kind: 'drand' as const, notBefore },
  withMail: false,
})
const another = (draw: number) => ({
  ...{ draw, reason: REASON, rule: 'plain' as const, cap: null, publicValueSource: null },
})

test('another draw has the next number, and no number is skipped', async () => {
  const { event, viewer } = await sealedEvent(['2', '1'], 3)
  for (const draw of [0, 1, 3, 9999])
    expect([draw, await sealAnother(event.id, viewer, another(draw))]).toEqual([
      draw,
      { refusal: 'sealed' },
    ])
  expect(await sealAnother(event.id, viewer, another(2))).toEqual({ refusal: 'not-drawn' })
})

test('a draw that no machine could make is not locked', async () => {
  const { event, viewer } = await crowdedEvent(40_000, 100_000)
  const choice = { ...defaultChoice, rule: 'even-shares' as const }
  expect((await chooseRule(event.id, choice, viewer)).refusal).toBeUndefined()
  expect(await lockTerms(event.id, viewer, wanted(null))).toEqual({ refusal: 'too-much' })
  expect((await chooseRule(event.id, defaultChoice, viewer)).refusal).toBeUndefined()
  expect(await lockTerms(event.id, viewer, wanted(null))).toMatchObject({ refusal: undefined })
})

async function prepared() {
  const { event, viewer } = await sealedEvent(['2', '1'], 3)
  const ready = await prepareLocking(event.id, 1, '-')
  if ('refusal' in ready) throw new Error(ready.refusal)
  return { event, viewer, ready }
}

test('a roll that was withdrawn while its locking was prepared is not locked', async () => {
  const { event, ready } = await prepared()
  expect((await write(mustBeAsPrepared(ready))).refusal).toBeUndefined()
  await write([sql`UPDATE rolls SET superseded_at = 1 WHERE event_id = ${event.id}`])
  expect(await write(mustBeAsPrepared(ready))).toEqual({ refusal: 'changed' })
})

test('a roll that is not the one of the audit trail is not locked', async () => {
  const { ready } = await prepared()
  const forged = { ...ready, locked: { ...ready.locked, rollHash: 'f'.repeat(64) } }
  expect(await write(mustBeAsPrepared(forged))).toEqual({ refusal: 'roll-changed' })
})

test('a locking whose round the beacon shows is not cancelled, whatever the clock says', async () => {
  overrideSettings({ TEST_BEACON: local.beacon, BEACON_URL: local.url })
  const { event, viewer } = await sealedEvent(['2', '1'], 3)
  const locked = await lockTerms(event.id, viewer, wanted(Date.now() + 60_000))
  expect(locked.refusal).toBeUndefined()
  local.moveAhead(120)
  const cancelling = { draw: 1, reason: REASON }
  expect(await cancelLocking(event.id, viewer, cancelling)).toEqual({ refusal: 'known' })
  local.moveAhead(0)
  expect((await cancelLocking(event.id, viewer, cancelling)).refusal).toBeUndefined()
})

test('with a slow clock neither a round nor numbers are locked', async () => {
  overrideSettings({ TEST_BEACON: local.beacon, BEACON_URL: local.url })
  const { event, viewer } = await sealedEvent(['2', '1'], 3)
  const notBefore = Date.now() + 3_600_000
  const numbers = { kind: 'numbers' as const, notBefore, text: 'The lottery of Saturday' }
  local.moveAhead(60)
  for (const source of [wanted(null).source, numbers])
    expect(await lockTerms(event.id, viewer, { ...wanted(null), source })).toEqual({
      refusal: 'clock',
    })
  local.moveAhead(0)
  expect(
    (await lockTerms(event.id, viewer, { ...wanted(null), source: numbers })).refusal,
  ).toBeUndefined()
})

test('a draw whose value is there does not wait behind one without', async () => {
  const locked = []
  for (const sizes of [['1'], ['2']]) {
    const { event, viewer } = await sealedEvent(sizes, 3)
    expect((await lockTerms(event.id, viewer, wanted(null))).refusal).toBeUndefined()
    locked.push(event.id)
  }
  const [first = '', second = ''] = locked
  const { source } = (await findLocking(second)) ?? {}
  if (source?.kind !== 'drand') throw new Error('no round')
  expect(
    (await keepSignature(second, 1, chain.signatureOf(source.round), null)).refusal,
  ).toBeUndefined()
  const due = await listDueLockings(Date.now() + 60_000)
  expect(due.map(({ eventId }) => eventId)).toEqual([second, first])
})
