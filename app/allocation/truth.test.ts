import { describe, expect, test } from 'vitest'
import { allocate } from './allocate.ts'
import { plainDraw } from './plain-draw.ts'
import { aProblem, entriesOf, NO_CAP } from './testing/problems.ts'
import type { Options, Rule, SizeList } from './types.ts'

const LISTS: readonly SizeList[] = [[1], [2], [3], [2, 1], [3, 1], [3, 2], [3, 2, 1]]

test('plain draw: nobody can gain by lying, whatever the others ask for', () => {
  for (const others of pairsOf(LISTS)) {
    for (let capacity = 0; capacity <= 7; capacity++) {
      for (const position of [0, 1, 2]) {
        const got = (own: SizeList) => {
          const lists = others.toSpliced(position, 0, own)
          return plainDraw(lists, capacity, null)[position] as number
        }
        const outcomes = LISTS.map(got)
        LISTS.forEach((truth, index) => {
          const honest = outcomes[index] as number
          for (const lied of outcomes) expect(worth(lied, truth)).toBeLessThanOrEqual(honest)
        })
      }
    }
  }
})

/** Other amounts are of no use to them. */
function worth(amount: number, sizes: SizeList): number {
  return sizes.includes(amount) ? amount : 0
}

describe('under every other rule lying can pay, as the pages say', () => {
  test('fair-share draw: leaving 1 out gets the second in order 2 instead of 1', () => {
    expect(inEveryOrder('fair-share', 3, [2, 1], [2, 1])).toEqual([2, 1])
    expect(inEveryOrder('fair-share', 3, [2], [2, 1])).toEqual([2, 2])
  })

  test.each(['most-people', 'even-shares', 'fill'] as const)(
    '%s: leaving 1 out gets 2 instead of 1 in either order',
    rule => {
      expect(inEveryOrder(rule, 2, [2, 1], [1])).toEqual([1, 1])
      expect(inEveryOrder(rule, 2, [2], [1])).toEqual([2, 2])
    },
  )

  test('plain draw with a cap: adding an unwanted 1 gets 2 instead of nothing', () => {
    expect(inEveryOrder('plain', 2, [2], [2], { cap: 1 })).toEqual([2, 0])
    expect(inEveryOrder('plain', 2, [2, 1], [2], { cap: 1 })).toEqual([2, 2])
  })
})

/** The amounts of the first of two people, when first in order and when second. */
function inEveryOrder(
  rule: Rule,
  capacity: number,
  own: SizeList,
  other: SizeList,
  options: Options = NO_CAP,
): number[] {
  const [me, them] = entriesOf([own, other]) as [never, never]
  return [0, 1].map(position => {
    const ranked = position === 0 ? [me, them] : [them, me]
    const { amounts } = allocate(aProblem({ rule, options, capacity, ranked }))
    return amounts[position] as number
  })
}

function pairsOf<T>(values: readonly T[]): [T, T][] {
  return values.flatMap(one => values.map((other): [T, T] => [one, other]))
}
