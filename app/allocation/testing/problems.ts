import fc from 'fast-check'
import { type Entry, type Options, type Problem, RULES, type SizeList } from '../types.ts'

export const NO_CAP: Options = { cap: null }

export function anEntry(over: Partial<Entry> & { code: string }): Entry {
  return { sizes: [1], weight: 1, priority: 0, ...over }
}

export function aProblem(over: Partial<Problem> = {}): Problem {
  return {
    rule: 'fair-share',
    options: NO_CAP,
    capacity: 10,
    heldBack: 0,
    pins: [],
    ranked: [],
    ...over,
  }
}

export function entriesOf(lists: readonly SizeList[]): Entry[] {
  return lists.map((sizes, index) => anEntry({ code: `c${index}`, sizes }))
}

export function sizeLists(largest: number): fc.Arbitrary<SizeList> {
  return fc
    .uniqueArray(fc.integer({ min: 1, max: largest }), { minLength: 1, maxLength: 4 })
    .map(sizes => sizes.sort((a, b) => b - a))
}

export function smallProblems(mostPeople: number, mostTickets: number): fc.Arbitrary<Problem> {
  return fc
    .record({
      rule: fc.constantFrom(...RULES),
      cap: fc.option(fc.integer({ min: 1, max: 4 }), { nil: null }),
      lists: fc.array(sizeLists(6), { maxLength: mostPeople }),
      pinned: fc.array(fc.option(fc.integer({ min: 0, max: 3 }), { freq: 3, nil: null }), {
        minLength: mostPeople,
        maxLength: mostPeople,
      }),
      free: fc.integer({ min: 0, max: mostTickets }),
      heldBack: fc.integer({ min: 0, max: 3 }),
    })
    .map(({ rule, cap, lists, pinned, free, heldBack }) => {
      const pins = lists.flatMap((_, index) => {
        const amount = pinned[index] ?? null
        return amount === null ? [] : [{ code: `c${index}`, amount, reason: 'Host' }]
      })
      const inPins = pins.reduce((sum, pin) => sum + pin.amount, 0)
      return aProblem({
        rule,
        options: { cap },
        capacity: free + heldBack + inPins,
        heldBack,
        pins,
        ranked: entriesOf(lists),
      })
    })
}
