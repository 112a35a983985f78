import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { explain } from './explain.ts'
import { anEntry, aProblem, entriesOf, smallProblems } from './testing/problems.ts'

describe('fair-share draw', () => {
  const ranked = entriesOf([[4, 2, 1], [3, 1], [5, 2], [2]])
  const problem = aProblem({ rule: 'fair-share', capacity: 7, ranked })

  test('shows a winner every step up, and the one that did not fit', () => {
    const why = explain(problem, 'c0')
    expect(why).toMatchObject({ place: 1, places: 4, amount: 2, finalAmount: 2 })
    expect(why.turns).toEqual([
      {
        pass: 1,
        left: 7,
        from: 0,
        to: 1,
        looks: [
          { size: 4, short: 0 },
          { size: 2, short: 0 },
          { size: 1, short: 0 },
        ],
      },
      { pass: 2, left: 1, from: 1, to: 2, looks: [{ size: 2, short: 0 }] },
      { pass: 3, left: 0, from: 2, to: 2, looks: [{ size: 4, short: 2 }] },
    ])
  })

  test('shows a loser what was left, and how many tickets each size lacked', () => {
    const tight = aProblem({ rule: 'fair-share', capacity: 5, ranked })
    const why = explain(tight, 'c3')
    expect(why.amount).toBe(0)
    expect(why.turns).toEqual([
      { pass: 1, left: 1, from: 0, to: 0, looks: [{ size: 2, short: 1 }] },
    ])
    expect(why.alternatives).toBeNull()
  })
})

test('plain draw: the second pass of a cap looks only at larger sizes', () => {
  const ranked = entriesOf([[4, 2], [3, 2, 1], [2]])
  const problem = aProblem({ rule: 'plain', options: { cap: 2 }, capacity: 7, ranked })
  expect(explain(problem, 'c1').turns).toEqual([
    {
      pass: 1,
      left: 5,
      from: 0,
      to: 2,
      looks: [
        { size: 2, short: 0 },
        { size: 1, short: 0 },
      ],
    },
    { pass: 2, left: 1, from: 2, to: 3, looks: [{ size: 3, short: 0 }] },
  ])
})

describe('pins and overrides', () => {
  const ranked = entriesOf([[4], [2, 1], [3]])
  const pin = { code: 'c0', amount: 3, reason: 'Host' }
  const override = { code: 'c2', amount: 1, reason: 'Wheelchair place' }
  const problem = aProblem({ capacity: 7, heldBack: 2, pins: [pin], ranked })

  test('the rule did not decide a pinned entry', () => {
    const why = explain(problem, 'c0')
    expect(why).toMatchObject({ amount: 3, pin, turns: [], alternatives: null })
  })

  test('shows everyone what came off first', () => {
    const why = explain(problem, 'c1')
    expect(why).toMatchObject({ capacity: 7, heldBack: 2, pinned: 3, pin: null })
    expect(why.turns[0]?.left).toBe(2)
  })

  test('shows an override beside the amount of the draw', () => {
    const why = explain(problem, 'c2', { overrides: [override] })
    expect(why).toMatchObject({ amount: 0, finalAmount: 1, override })
  })
})

describe('exact rules say what a larger size would have cost', () => {
  test('most people: one person fewer', () => {
    const ranked = entriesOf([[2], [1], [1]])
    const why = explain(aProblem({ rule: 'most-people', capacity: 2, ranked }), 'c0')
    expect(why).toMatchObject({ amount: 0, turns: [{ left: 2, looks: [{ size: 2, short: 0 }] }] })
    const cost = { of: 'people', fewer: 1 }
    expect(why.alternatives).toEqual([{ size: 2, short: 0, cost, leastCost: cost }])
  })

  test('fill the house: one ticket fewer', () => {
    const ranked = entriesOf([[2], [3]])
    const why = explain(aProblem({ rule: 'fill', capacity: 3, ranked }), 'c0')
    expect(why.alternatives).toMatchObject([{ size: 2, cost: { of: 'tickets', fewer: 1 } }])
  })

  test('even shares: one more person with only 1', () => {
    const ranked = entriesOf([
      [3, 2],
      [2, 1],
    ])
    const why = explain(aProblem({ rule: 'even-shares', capacity: 4, ranked }), 'c0')
    expect(why.amount).toBe(2)
    expect(why.alternatives).toMatchObject([
      { size: 3, cost: { of: 'shares', amount: 1, more: 1 } },
    ])
  })

  test('a tie, which somebody earlier in the order wins', () => {
    const ranked = entriesOf([[1], [2, 1], [2, 1]])
    const why = explain(aProblem({ rule: 'most-people', capacity: 4, ranked }), 'c2')
    expect(why.alternatives).toEqual([{ size: 2, short: 1, cost: null, leastCost: 'nothing' }])
  })

  test('a size that did not fit costs something whatever the others get', () => {
    const ranked = entriesOf([[1], [2], [1]])
    const why = explain(aProblem({ rule: 'most-people', capacity: 2, ranked }), 'c1')
    const leastCost = { of: 'people', fewer: 1 }
    expect(why.alternatives).toEqual([{ size: 2, short: 1, cost: null, leastCost }])
  })

  test('says less where finding out would take too long', () => {
    const ranked = entriesOf([[1], [2], [1], [1], [1]])
    const problem = aProblem({ rule: 'most-people', capacity: 3, ranked })
    const [all, some, none] = [undefined, 30, 0].map(
      mostLooks => explain(problem, 'c1', { mostLooks }).alternatives?.[0],
    )
    const cost = { of: 'people', fewer: 1 }
    expect(all).toEqual({ size: 2, short: 0, cost, leastCost: cost })
    expect(some).toEqual({ size: 2, short: 0, cost, leastCost: null })
    expect(none).toEqual({ size: 2, short: 0, cost: null, leastCost: null })
  })

  test('tells the next sizes up and the first choice, of many', () => {
    const sizes = [9, 8, 7, 6, 5, 4, 3, 2, 1]
    const problem = aProblem({ rule: 'fill', capacity: 1, ranked: entriesOf([[1], sizes]) })
    expect(explain(problem, 'c1').alternatives?.map(({ size }) => size)).toEqual([1, 2, 3, 9])
  })
})

test('every explanation ends at the amount given, and the known amounts change nothing', () => {
  fc.assert(
    fc.property(smallProblems(6, 12), problem => {
      const { amounts, trace } = allocate(problem, { trace: true })
      problem.ranked.forEach(({ code }, place) => {
        const why = explain(problem, code)
        expect(explain(problem, code, { amounts })).toEqual(why)
        expect(why.turns.length).toBe(trace.filter(step => step.place === place).length)
        if (!why.pin) expect(why.turns.at(-1)?.to ?? 0).toBe(why.amount)
      })
    }),
    { numRuns: 1_000 },
  )
})

test('refuses an unknown code', () => {
  const problem = aProblem({ ranked: [anEntry({ code: 'a' })] })
  expect(() => explain(problem, 'b')).toThrow('code: b is not among the entries')
})
