import { expect, test } from 'vitest'
import { exactStepsForEach } from '#app/allocation/exact/exact.ts'
import { fairShare } from '#app/allocation/fair-share.ts'
import { rankEntriesInSteps } from '#app/allocation/ranking.ts'
import { anEntry } from '#app/allocation/testing/problems.ts'

function slicesOf(work: Generator<number, unknown>): number {
  let slices = 1
  while (!work.next().done) slices++
  return slices
}

/** Sizes from so many down to 1. */
const down = (many: number) => Array.from({ length: many }, (_, i) => many - i)

test('hashes one entry with very many tickets in the hat in slices', () => {
  expect(
    slicesOf(rankEntriesInSteps([anEntry({ code: 'a', weight: 40_000 })], 'seed')),
  ).toBeGreaterThan(9)
})

test('hashes many entries with few tickets in the hat in slices', () => {
  const entries = Array.from({ length: 5000 }, (_, i) => anEntry({ code: `a${i}`, weight: 4 }))
  expect(slicesOf(rankEntriesInSteps(entries, 'seed'))).toBeGreaterThan(4)
})

test('fills one long row of a table, with very many sizes, in slices', () => {
  const work = exactStepsForEach([down(1000), [30_000]], [30_001 - 500], 'fill')
  expect(slicesOf(work)).toBeGreaterThan(10)
})

test('refuses a table that takes too much memory before making it', () => {
  const lists = Array.from({ length: 5000 }, () => [1000])
  expect(() => exactStepsForEach(lists, [4_000_000], 'fill').next()).toThrow('too many for it')
})

test('fair shares look at each size of a long list only a few times', () => {
  let looks = 0
  const counted = new Proxy(down(1000), {
    get(list, name) {
      if (typeof name === 'string' && /^\d+$/.test(name)) looks++
      return Reflect.get(list, name)
    },
  })
  expect(fairShare([counted], 2000)).toEqual(Int32Array.of(1000))
  expect(looks).toBeLessThan(3000)
})
