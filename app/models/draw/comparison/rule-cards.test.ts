import { describe, expect, test } from 'vitest'
import { compareRules } from '#app/allocation/compare.ts'
import { RULES } from '#app/allocation/types.ts'
import { ruleCards } from './rule-cards.ts'

const entry = (sizes: number[], index: number) => ({
  code: `code${String(index).padStart(2, '0')}`,
  sizes,
  weight: 1,
  priority: 0,
  wait: 0,
})

function figuresFor(lists: number[][], capacity: number) {
  const contenders = [
    ...RULES.map(rule => ({ rule, options: { cap: null } })),
    { rule: 'plain' as const, options: { cap: 2 } },
  ]
  const entries = lists.map(entry)
  return compareRules({
    ...{ contenders, entries, capacity, heldBack: 0, pins: [] },
    ...{ orders: 50, seedText: 'cards' },
  })
}

const cardsFor = (lists: number[][], capacity: number) =>
  ruleCards(figuresFor(lists, capacity), 2, { rule: 'plain', cap: 2 })
const many = (count: number, sizes: number[]) => Array.from({ length: count }, () => sizes)

describe('a card says', () => {
  test('how many get a ticket, who gets nothing in any order, and what is left', () => {
    const [fair, plain] = cardsFor([...many(6, [1]), ...many(2, [5])], 4)
    expect(fair?.outcome).toEqual([
      '4 of 8 people get a ticket.',
      'Nobody who needs 5 or more gets any.',
      'First choice: 4 of 8.',
    ])
    expect(plain?.outcome[0]).toBe('4 of 8 people get a ticket.')
  })

  test('"about" only where the order matters, and nothing in the plural for one', () => {
    const fill = cardsFor([[3], [2], [2]], 4).find(({ rule }) => rule === 'most-people')
    expect(fill?.outcome[0]).toBe('2 of 3 people get a ticket.')
    const [, plain] = cardsFor([[3], [2], [2]], 4)
    expect(plain?.outcome[0]).toBe('About 2 of 3 people get a ticket.')
    expect(cardsFor([[1], [1]], 1)[0]?.outcome[0]).toBe('1 of 2 people gets a ticket.')
    expect(cardsFor([[1]], 2)[0]?.outcome.at(-1)).toBe('1 ticket is left over.')
  })

  test('which rule is chosen, the cap with it', () => {
    const cards = cardsFor(many(3, [2, 1]), 4)
    expect(cards.filter(({ isChosen }) => isChosen).map(({ name }) => name)).toEqual([
      'Plain draw, at most 2 at first',
    ])
  })
})

describe('recommended is', () => {
  const recommendedFor = (lists: number[][], capacity: number) =>
    cardsFor(lists, capacity)
      .filter(({ recommended }) => recommended !== null)
      .map(({ rule, cap, recommended }) => [rule, cap, recommended])

  test('the plain draw when there is enough for all', () => {
    expect(recommendedFor(many(3, [2, 1]), 6)).toEqual([
      ['plain', null, expect.stringContaining('enough tickets')],
    ])
  })

  test('the fair-share draw when there is not', () => {
    expect(recommendedFor(many(6, [4, 2, 1]), 8)).toEqual([
      ['fair-share', null, expect.stringContaining('their smallest number')],
    ])
  })

  test('no rule that passes over those who need several, however many it serves', () => {
    expect(recommendedFor([...many(5, [4]), ...many(4, [1])], 4)[0]?.[0]).toBe('fair-share')
  })
})

test('before there are figures, each rule is there to be chosen', () => {
  const cards = ruleCards(null, 2, { rule: 'fair-share', cap: null })
  expect(cards.map(({ outcome, recommended }) => [outcome, recommended])).toEqual(
    Array(RULES.length + 1).fill([[], null]),
  )
  expect(cards[0]?.isChosen).toBe(true)
})
