import { expect, test } from 'vitest'
import { seededRandom } from '../random.ts'
import { judgeFlatness, quantile } from './flatness.ts'

const judge = (values: number[]) =>
  judgeFlatness({ name: 'memory', unit: 'MB', values }, { share: 0.1, atLeast: 2 })
const samples = (valueAt: (i: number) => number) => Array.from({ length: 60 }, (_, i) => valueAt(i))
const random = seededRandom(3)

test.each([
  ['constant', samples(() => 100)],
  ['noisy', samples(() => 100 + random() * 30)],
  ['a saw', samples(i => 100 + (i % 7) * 8)],
  ['grown while warming up', samples(i => Math.min(i, 28) * 10)],
  ['falling', samples(i => 300 - i)],
  ['one hiccup', samples(i => (i === 50 ? 5000 : 100))],
  ['little, and little more', samples(i => 1 + i / 60)],
])('%s is flat', (_, values) => {
  expect(judge(values).isFlat).toBe(true)
})

test.each([
  ['a straight leak', samples(i => 100 + i)],
  ['a leak under a saw', samples(i => 100 + i + (i % 7) * 8)],
  ['a leak in noise', samples(i => 100 + i + random() * 30)],
  ['growing ever faster', samples(i => 100 * 1.05 ** i)],
  ['a leak that begins late', samples(i => 100 + Math.max(0, i - 35) * 2)],
])('(control) %s is not flat', (_, values) => {
  expect(judge(values)).toMatchObject({ isFlat: false, growth: expect.any(Number) })
  expect(judge(values).growth).toBeGreaterThan(10)
})

test('quantiles', () => {
  expect(quantile([5, 1, 4, 2, 3], 0.5)).toBe(3)
  expect(quantile([1, 2], 0.99)).toBe(2)
  expect(quantile([], 0.5)).toBe(0)
})
