import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { rankEntries, sha256 } from './ranking.ts'
import { anEntry, aProblem, entriesOf } from './testing/problems.ts'
import { type Entry, type Problem, RULES, type Rule, type SizeList } from './types.ts'

const LISTS: readonly SizeList[] = [
  [1],
  [2, 1],
  [2],
  [4, 2],
  [4, 2, 1],
  [3, 2, 1],
  [4],
  [6, 4, 2],
  [8, 7, 6, 5, 4, 3, 2, 1],
  [5],
]

/** Varied entries, the same in every run. */
function manyEntries(people: number, lists = LISTS): Entry[] {
  const entries = Array.from({ length: people }, (_, k) => {
    const sizes = lists[Number.parseInt(sha256(`list ${k}`).slice(0, 8), 16) % lists.length]
    return anEntry({ code: `c${k}`, sizes: sizes as SizeList })
  })
  return rankEntries(entries, sha256('order'))
}

const served = (amounts: ArrayLike<number>) => Array.from(amounts).filter(a => a > 0).length
const total = (amounts: ArrayLike<number>) => Array.from(amounts).reduce((sum, a) => sum + a, 0)

/** The maximum number of people: smallest sizes first, while they fit. */
function mostServable(entries: readonly Entry[], capacity: number): number {
  let left = capacity
  const smallest = entries.map(({ sizes }) => sizes.at(-1) ?? 0).sort((a, b) => a - b)
  const dearest = smallest.findIndex(size => {
    left -= size
    return left < 0
  })
  return dearest < 0 ? smallest.length : dearest
}

/** The maximum number of tickets: the largest total that can be reached. */
function mostGivable(entries: readonly Entry[], capacity: number): number {
  let totals = 1n
  const within = (1n << BigInt(capacity + 1)) - 1n
  for (const { sizes } of entries) {
    totals = sizes.reduce((all, size) => all | (totals << BigInt(size)), totals) & within
  }
  return totals.toString(2).length - 1
}

describe.each([
  { people: 1_500, capacity: 700, lists: LISTS },
  { people: 1_500, capacity: 4_100, lists: LISTS },
  { people: 900, capacity: 901, lists: [[4], [6, 4], [8, 6], [7]] },
])('$people people for $capacity tickets', ({ people, capacity, lists }) => {
  const ranked = manyEntries(people, lists)
  const by = (rule: Rule, over: Partial<Problem> = {}) =>
    allocate(aProblem({ rule, capacity, ranked, ...over }))

  test('every rule gives only sizes asked for and tickets available', () => {
    for (const rule of RULES) {
      const { amounts, left } = by(rule)
      ranked.forEach(({ sizes }, place) => {
        expect([0, ...sizes]).toContain(amounts[place])
      })
      expect(total(amounts) + left).toBe(capacity)
      expect(left).toBeGreaterThanOrEqual(0)
    }
  })

  test('fair-share draw stops only when nobody else can be served or move up', () => {
    const { amounts, left } = by('fair-share')
    ranked.forEach(({ sizes }, place) => {
      const amount = amounts[place] as number
      const next = sizes.toReversed().find(size => size > amount)
      if (next !== undefined) expect(next - amount).toBeGreaterThan(left)
    })
  })

  test.each([null, 1, 3])('plain draw with cap %s leaves nobody a larger size that fits', cap => {
    const { amounts, left } = by('plain', { options: { cap } })
    ranked.forEach(({ sizes }, place) => {
      const amount = amounts[place] as number
      for (const size of sizes) {
        if (size > amount) expect(size - amount).toBeGreaterThan(left)
      }
    })
  })

  test('most people and even shares serve as many as can be served', () => {
    const most = mostServable(ranked, capacity)
    expect(served(by('most-people').amounts)).toBe(most)
    expect(served(by('even-shares').amounts)).toBe(most)
    for (const rule of RULES) expect(served(by(rule).amounts)).toBeLessThanOrEqual(most)
  })

  test('fill the house gives as many tickets as can be given', () => {
    const most = mostGivable(ranked, capacity)
    expect(total(by('fill').amounts)).toBe(most)
    for (const rule of RULES) expect(total(by(rule).amounts)).toBeLessThanOrEqual(most)
  })

  test('even shares: moving one ticket size from the better to the worse off never helps', () => {
    const { amounts, left } = by('even-shares')
    const has = new Set(ranked.map(({ sizes }, place) => `${sizes}|${amounts[place]}`))
    const kinds = [...has].map(kind => {
      const [sizes = '', amount = ''] = kind.split('|')
      return { choices: [0, ...sizes.split(',').map(Number)], amount: Number(amount) }
    })
    for (const poor of kinds) {
      for (const rich of kinds) {
        const floor = Math.min(poor.amount, rich.amount)
        for (const up of poor.choices) {
          for (const down of rich.choices) {
            const fits = up - poor.amount + down - rich.amount <= left
            const better = Math.min(up, down) > floor
            expect(fits && better && poor !== rich).toBe(false)
          }
        }
      }
    }
  })
})

test('people with the same list do equally well over all orders', () => {
  const entries = entriesOf([
    [2, 1],
    [3, 1],
    [2, 1],
    [4, 2],
    [3, 1],
  ])
  for (const rule of RULES) {
    for (const cap of rule === 'plain' ? [null, 1, 2] : [null]) {
      for (let capacity = 0; capacity <= 10; capacity++) {
        const fortunes = entries.map(() => [] as number[])
        for (const ranked of permutationsOf(entries)) {
          const { amounts } = allocate(aProblem({ rule, options: { cap }, capacity, ranked }))
          ranked.forEach((entry, place) => {
            fortunes[entries.indexOf(entry)]?.push(amounts[place] as number)
          })
        }
        const [first, second, third, , fifth] = fortunes.map(own => own.sort((a, b) => a - b))
        expect(third).toEqual(first)
        expect(fifth).toEqual(second)
      }
    }
  }
})

function permutationsOf<T>(values: readonly T[]): T[][] {
  if (values.length < 2) return [[...values]]
  return values.flatMap((value, index) =>
    permutationsOf(values.toSpliced(index, 1)).map(rest => [value, ...rest]),
  )
}

describe('edges', () => {
  const outcome = (over: Partial<Problem>) =>
    RULES.map(rule => [...allocate(aProblem({ rule, ...over })).amounts])

  test('no requests', () => {
    expect(outcome({ ranked: [] })).toEqual(RULES.map(() => []))
  })

  test('no tickets', () => {
    expect(outcome({ capacity: 0, ranked: entriesOf([[1], [2, 1]]) })).toEqual(
      RULES.map(() => [0, 0]),
    )
  })

  test('a list larger than the capacity', () => {
    expect(outcome({ capacity: 3, ranked: entriesOf([[1_000_000_000, 4], [3]]) })).toEqual(
      RULES.map(() => [0, 3]),
    )
  })

  test('more tickets than anybody wants', () => {
    expect(outcome({ capacity: 1_000_000_000, ranked: entriesOf([[8, 1], [2]]) })).toEqual(
      RULES.map(() => [8, 2]),
    )
  })

  test('everyone pinned, one of them to nothing', () => {
    const pins = [7, 0].map((amount, k) => ({ code: `c${k}`, amount, reason: 'Crew' }))
    expect(outcome({ capacity: 7, pins, ranked: entriesOf([[1], [2]]) })).toEqual(
      RULES.map(() => [7, 0]),
    )
  })

  test('a thousand people with the same list', () => {
    const ranked = entriesOf(Array.from({ length: 1_000 }, () => [4, 2, 1]))
    const results = RULES.map(rule => allocate(aProblem({ rule, capacity: 1_300, ranked })))
    expect(results.map(({ amounts }) => served(amounts))).toEqual([1_000, 325, 1_000, 1_000, 1_000])
    expect(results.map(({ left }) => left)).toEqual([0, 0, 0, 0, 0])
  })
})
