import type { Rule, SizeList } from '#app/allocation/types.ts'

export type ExactRule = Exclude<Rule, 'fair-share'>

/** One place of a mixed-radix number. */
interface Digit {
  readonly worth: (amount: number) => number
  readonly most: number
}

// The objectives are vectors. Components share a limb, each in a range that its sum cannot leave, and the limb within
// `exactUpTo`, so comparing limbs, the most significant first, compares the vectors.
export function limbsOf(
  rule: ExactRule,
  lists: readonly SizeList[],
  capacity: number,
  exactUpTo: number,
): ((amount: number) => number)[] {
  const limbs: ((amount: number) => number)[] = []
  let digits: Digit[] = []
  let span = 1
  for (const digit of digitsOf(rule, lists, capacity)) {
    if (span * (digit.most + 1) > exactUpTo) {
      limbs.push(packed(digits))
      digits = []
      span = 1
    }
    digits.push(digit)
    span *= digit.most + 1
  }
  limbs.push(packed(digits))
  return limbs
}

function packed(digits: readonly Digit[]): (amount: number) => number {
  return amount => digits.reduce((sum, digit) => sum * (digit.most + 1) + digit.worth(amount), 0)
}

function digitsOf(rule: ExactRule, lists: readonly SizeList[], capacity: number): Digit[] {
  const sizes = sizesUpTo(capacity, lists)
  const smallest = sizes[0]?.size
  if (smallest === undefined) return []
  const people: Digit = {
    worth: amount => (amount > 0 ? 1 : 0),
    most: Math.min(lists.length, Math.floor(capacity / smallest)),
  }
  const tickets: Digit = { worth: amount => amount, most: capacity }
  switch (rule) {
    case 'plain':
      return []
    case 'most-people':
      return [people, tickets]
    case 'fill':
      return [tickets, people]
    case 'even-shares':
      // Fewest with 0 is most people served; the count at the largest size follows from the rest.
      return [
        people,
        ...sizes.slice(0, -1).map(({ size, askers }) => fewest(size, askers, capacity)),
      ]
  }
}

function fewest(size: number, askers: number, capacity: number): Digit {
  return {
    worth: amount => (amount === size ? -1 : 0),
    most: Math.min(askers, Math.floor(capacity / size)),
  }
}

function sizesUpTo(capacity: number, lists: readonly SizeList[]) {
  const askers = new Map<number, number>()
  for (const size of lists.flat()) {
    if (size <= capacity) askers.set(size, (askers.get(size) ?? 0) + 1)
  }
  return [...askers]
    .map(([size, count]) => ({ size, askers: count }))
    .sort((a, b) => a.size - b.size)
}
