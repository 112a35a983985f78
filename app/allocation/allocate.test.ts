import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { rankEntries } from './ranking.ts'
import { bruteForce } from './testing/brute-force.ts'
import { anEntry, aProblem, entriesOf, smallProblems } from './testing/problems.ts'
import { RULES } from './types.ts'

describe('every rule', () => {
  test('agrees with trying every allocation', () => {
    fc.assert(
      fc.property(smallProblems(6, 12), problem => {
        const pins = new Map(problem.pins.map(pin => [pin.code, pin.amount]))
        const lists = problem.ranked.filter(entry => !pins.has(entry.code)).map(e => e.sizes)
        const inPins = problem.pins.reduce((sum, pin) => sum + pin.amount, 0)
        const free = problem.capacity - problem.heldBack - inPins
        const rest = bruteForce(problem.rule, lists, free, problem.options)
        const expected = problem.ranked.map(entry => pins.get(entry.code) ?? rest.shift())
        expect([...allocate(problem).amounts]).toEqual(expected)
      }),
      { numRuns: 6_000 },
    )
  })

  test('does not depend on the order in which requests are listed', () => {
    const rolls = fc.record({
      problem: smallProblems(6, 12),
      sorting: fc.array(fc.nat(), { minLength: 6, maxLength: 6 }),
    })
    fc.assert(
      fc.property(rolls, ({ problem, sorting }) => {
        const shuffled = problem.ranked
          .map((entry, index) => ({ entry, at: sorting[index] ?? 0 }))
          .sort((a, b) => a.at - b.at)
          .map(({ entry }) => entry)
        const one = rankEntries(problem.ranked, 'seed')
        const other = rankEntries(shuffled, 'seed')
        expect(other).toEqual(one)
        expect(allocate({ ...problem, ranked: other })).toEqual(
          allocate({ ...problem, ranked: one }),
        )
      }),
    )
  })
})

describe('pins and held-back tickets', () => {
  test('come off first, and the rule skips a pinned entry', () => {
    const ranked = entriesOf([[4], [2, 1], [3]])
    const pins = [{ code: 'c0', amount: 3, reason: 'Host' }]
    for (const rule of RULES) {
      const { amounts, left } = allocate(aProblem({ rule, capacity: 7, heldBack: 2, pins, ranked }))
      expect([...amounts]).toEqual([3, 2, 0])
      expect(left).toBe(0)
    }
  })

  test('may not exceed the capacity', () => {
    const ranked = [anEntry({ code: 'a' })]
    const pins = [{ code: 'a', amount: 5, reason: 'Host' }]
    expect(() => allocate(aProblem({ capacity: 6, heldBack: 2, pins, ranked }))).toThrow(
      'capacity: 6 is fewer than the 5 pinned and 2 held back',
    )
  })

  test('each pin must be for a different, existing entry', () => {
    const ranked = [anEntry({ code: 'a' })]
    const pin = { code: 'a', amount: 1, reason: 'Host' }
    expect(() => allocate(aProblem({ pins: [{ ...pin, code: 'b' }], ranked }))).toThrow('pins: ')
    expect(() => allocate(aProblem({ pins: [pin, pin], ranked }))).toThrow('pins: ')
  })
})
