import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Dealt, deal } from './deal.ts'
import type { Waiting } from './queue.ts'

/** The rule as it is written, and slow: every step looks at everybody again. */
function dealSlowly(willing: readonly Waiting[], free: number): Dealt[] {
  const now = willing.map(each => ({ ...each, sizes: each.sizes.toReversed() }))
  const offers = new Map<string, number>()
  for (let left = free; ; ) {
    const steps = now.flatMap(person => {
      const size = person.sizes.find(each => each > person.holding)
      const tickets = (size ?? Number.NaN) - person.holding
      const key = [Number(person.holding > 0), person.level, person.place] as const
      return tickets <= left ? [{ person, tickets, key }] : []
    })
    const [first] = steps.toSorted((a, b) => compare(a.key, b.key))
    if (!first) return [...offers].map(([code, tickets]) => ({ code, tickets }))
    const { person, tickets } = first
    if (person.holding > 0) person.level += 1
    person.holding += tickets
    left -= tickets
    offers.set(person.code, (offers.get(person.code) ?? 0) + tickets)
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at === -1 ? 0 : (a[at] as number) - (b[at] as number)
}

const sizes = fc
  .uniqueArray(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 })
  .map(list => list.toSorted((a, b) => b - a))

const states = fc
  .array(
    fc.record({
      sizes,
      holding: fc.integer({ min: 0, max: 9 }),
      level: fc.integer({ min: 0, max: 3 }),
    }),
    { maxLength: 12 },
  )
  .chain(people =>
    fc
      .shuffledSubarray(
        people.map((_, place) => place),
        { minLength: people.length },
      )
      .map(places =>
        people.map((each, at): Waiting => ({ ...each, code: `c${at}`, place: places[at] ?? 0 })),
      ),
  )

test('is the rule as it is written, in 10,000 random states', () => {
  fc.assert(
    fc.property(states, fc.integer({ min: 0, max: 30 }), (willing, free) => {
      expect(deal(willing, free)).toEqual(dealSlowly(willing, free))
    }),
    { numRuns: 10_000 },
  )
})

const waiting = (code: string, place: number, list: number[], holding = 0, level = 0): Waiting => ({
  code,
  place,
  sizes: list,
  holding,
  level,
})

test('people who hold nothing come before every step up', () => {
  const early = waiting('early', 1, [4, 3, 2], 2)
  const late = waiting('late', 9, [1])
  expect(deal([early, late], 1)).toEqual([{ code: 'late', tickets: 1 }])
  expect(deal([early, late], 2)).toEqual([
    { code: 'late', tickets: 1 },
    { code: 'early', tickets: 1 },
  ])
})

test('people whom nothing fits are passed over', () => {
  expect(deal([waiting('pair', 1, [2]), waiting('one', 2, [1])], 1)).toEqual([
    { code: 'one', tickets: 1 },
  ])
})

test('steps up go round: who took fewer comes first', () => {
  const people = [waiting('first', 1, [3, 2, 1]), waiting('second', 2, [3, 2, 1])]
  expect(deal(people, 5)).toEqual([
    { code: 'first', tickets: 3 },
    { code: 'second', tickets: 2 },
  ])
})

test('a holding between two sizes goes on to the least above it', () => {
  expect(deal([waiting('odd', 1, [8, 6, 4], 5)], 3)).toEqual([{ code: 'odd', tickets: 3 }])
})

test('5,000 who wait and 1,000 tickets are dealt', () => {
  const many = Array.from({ length: 5000 }, (_, place) => waiting(`c${place}`, place, [4, 2, 1]))
  expect(deal(many, 1000)).toHaveLength(1000)
})
