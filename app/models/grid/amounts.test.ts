import { describe, expect, test } from 'vitest'
import { sayAmount } from '#app/values/tickets.ts'
import { describeRow, figuresOf, needsReason, statusOf } from './amounts.ts'

const sizes = [4, 2]

test.each([
  [null, 'undecided'],
  [0, 'none'],
  [1, 'under'],
  [2, 'smaller'],
  [3, 'outside'],
  [4, 'first'],
  [5, 'outside'],
  [-1, 'impossible'],
] as const)('%s of "4, or else 2" counts as %s', (amount, status) => {
  expect(statusOf(amount, sizes)).toBe(status)
})

test('every status reads differently without colour', () => {
  const rows = [null, 0, 1, 2, 3, 4, -1].map(amount => describeRow({ amount, sizes: '4,2' }))
  expect(new Set(rows.map(row => row.mark)).size).toBe(7)
  expect(new Set(rows.map(row => row.words)).size).toBe(7)
})

test('only an amount other than the sizes and 0 needs a reason', () => {
  const asking = [null, 0, 1, 2, 3, 4, 5].filter(amount => needsReason(amount, sizes))
  expect(asking).toEqual([1, 3, 5])
})

test('not decided and none have different words', () => {
  expect([null, 0, 1, 2].map(sayAmount)).toEqual(['not decided', 'none', '1 ticket', '2 tickets'])
})

describe('the figures', () => {
  test('count undecided and none separately', () => {
    const figures = figuresOf(10, [
      { sizes: '4,2,1', amount: null, count: 2 },
      { sizes: '4,2,1', amount: 0, count: 1 },
      { sizes: '3', amount: 3, count: 2 },
    ])
    expect(figures).toEqual({
      available: 10,
      given: 6,
      left: 4,
      ifAllFirst: 18,
      ifAllSmallest: 9,
      people: 5,
      undecided: 2,
      served: 2,
    })
  })

  test('show impossible amounts instead of hiding them', () => {
    const odd = [
      { sizes: '4', amount: 4, count: 1 },
      { sizes: '2', amount: -5, count: 1 },
    ]
    expect(figuresOf(2, odd)).toMatchObject({ given: 4, left: -2, served: 1 })
  })
})
