import { expect, test } from 'vitest'
import { aDraw } from '#app/allocation/testing/documents.ts'
import { anEntry } from '#app/allocation/testing/problems.ts'
import {
  CancelledError,
  calculate,
  startCalculation,
  TooMuchWorkError,
  WorkersFullError,
} from './workers.server.ts'

const small = aDraw([anEntry({ code: 'a' })])
/** Some seconds of work, in slices. */
const large = aDraw(
  Array.from({ length: 3000 }, (_, i) => anEntry({ code: `a${i}`, sizes: [8, 4, 2] })),
  { rule: 'most-people', capacity: 10_000 },
)
const MOST = { hashes: 1000, cells: 1000, looks: 1000, bytes: 1000 }

test('a calculation continues after the one before it is cancelled', async () => {
  const running = startCalculation('complete', large)
  const next = startCalculation('complete', small)
  await new Promise(resolve => setTimeout(resolve, 20))
  running.cancel()
  await expect(running.answer).rejects.toBeInstanceOf(CancelledError)
  expect((await next.answer).result.size).toBe(1)
})

test('a calculation cancelled while it waits leaves at once and never runs', async () => {
  const running = startCalculation('complete', large)
  const waiting = startCalculation('complete', large)
  let isOver = false
  void running.answer.catch(() => undefined).finally(() => (isOver = true))
  waiting.cancel()
  await expect(waiting.answer).rejects.toBeInstanceOf(CancelledError)
  expect(isOver).toBe(false)
  running.cancel()
  await expect(running.answer).rejects.toBeInstanceOf(CancelledError)
  expect(waiting.progress()).toBe(0)
})

test('a calculation cancelled before its turn never runs', async () => {
  const one = startCalculation('complete', small)
  one.cancel()
  await expect(one.answer).rejects.toBeInstanceOf(CancelledError)
  expect(one.progress()).toBe(0)
})

test('too many waiting calculations are refused, only in their own lane', async () => {
  const asked = Array.from({ length: 9 }, () => startCalculation('complete', small).answer)
  const settled = await Promise.allSettled(asked.concat(calculate('complete', small)))
  const refused = settled.filter(one => one.status === 'rejected')
  expect(refused).toHaveLength(4)
  for (const one of refused) expect(one.reason).toBeInstanceOf(WorkersFullError)
  expect(settled.at(-1)?.status).toBe('fulfilled')
  expect((await startCalculation('complete', small).answer).result.size).toBe(1)
})

test('no draw waits for comparisons, however many there are', async () => {
  const entries = Array.from({ length: 300 }, (_, i) => ({
    ...anEntry({ code: `a${i}`, sizes: [8, 4, 2] }),
    wait: 0,
  }))
  const contenders = [{ rule: 'most-people' as const, options: { cap: null } }]
  const question = { contenders, entries, capacity: 1000, heldBack: 0, pins: [], orders: 200 }
  const comparisons = Array.from({ length: 6 }, () =>
    startCalculation('compare', { ...question, seedText: 'x' }),
  )
  const ends = Promise.allSettled(comparisons.map(({ answer }) => answer))
  expect((await startCalculation('complete', small).answer).result.size).toBe(1)
  expect(comparisons[0]?.progress()).toBeLessThan(1)
  for (const one of comparisons) one.cancel()
  const reasons = (await ends).map(one => one.status === 'rejected' && one.reason)
  expect(reasons.filter(reason => reason instanceof CancelledError)).toHaveLength(5)
  expect(reasons.at(-1)).toBeInstanceOf(WorkersFullError)
})

test('strangers and organizers do not wait for each other', async () => {
  const running = startCalculation('complete', large)
  expect(
    await calculate('verify', { text: 'x', asked: { most: MOST } }, 'strangers'),
  ).toMatchObject({
    holds: false,
  })
  expect((await calculate('complete', small)).result.size).toBe(1)
  running.cancel()
  await expect(running.answer).rejects.not.toBeInstanceOf(TooMuchWorkError)
})
