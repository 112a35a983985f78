import type { Options, Rule, SizeList } from '../types.ts'

/** Follows the specification literally and tries every feasible allocation: for a handful of entries only. */
export function bruteForce(
  rule: Rule,
  lists: readonly SizeList[],
  capacity: number,
  options: Options,
): number[] {
  if (rule === 'fair-share') return literalFairShare(lists, capacity)
  if (rule === 'plain' && options.cap !== null) {
    return literalCappedDraw(lists, capacity, options.cap)
  }
  let best: number[] = lists.map(() => 0)
  for (const amounts of feasible(lists, capacity)) {
    if (compareScores(score(rule, amounts), score(rule, best)) > 0) best = amounts
  }
  return best
}

export function* feasible(lists: readonly SizeList[], capacity: number): Generator<number[]> {
  const [first, ...rest] = lists
  if (first === undefined) {
    yield []
    return
  }
  for (const amount of [...first, 0]) {
    if (amount > capacity) continue
    for (const others of feasible(rest, capacity - amount)) yield [amount, ...others]
  }
}

function score(rule: Rule, amounts: readonly number[]): number[] {
  return [...objectiveOf(rule, amounts), ...amounts]
}

export function objectiveOf(rule: Rule, amounts: readonly number[]): number[] {
  const people = amounts.filter(amount => amount > 0).length
  const tickets = amounts.reduce((sum, amount) => sum + amount, 0)
  switch (rule) {
    case 'most-people':
      return [people, tickets]
    case 'fill':
      return [tickets, people]
    case 'even-shares':
      return Array.from({ length: 20 }, (_, k) => -amounts.filter(amount => amount === k).length)
    default:
      return []
  }
}

export function compareScores(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((value, index) => value !== b[index])
  return at < 0 ? 0 : (a[at] ?? 0) - (b[at] ?? 0)
}

function literalFairShare(lists: readonly SizeList[], capacity: number): number[] {
  const amounts = lists.map(() => 0)
  const left = () => capacity - amounts.reduce((sum, amount) => sum + amount, 0)
  lists.forEach((sizes, i) => {
    amounts[i] = sizes.toReversed().find(size => size <= left()) ?? 0
  })
  for (let before = ''; before !== String(amounts); ) {
    before = String(amounts)
    lists.forEach((sizes, i) => {
      const amount = amounts[i] ?? 0
      const next = sizes.toReversed().find(size => size > amount)
      if (amount > 0 && next !== undefined && next - amount <= left()) amounts[i] = next
    })
  }
  return amounts
}

function literalCappedDraw(lists: readonly SizeList[], capacity: number, cap: number): number[] {
  const amounts = lists.map(() => 0)
  const left = () => capacity - amounts.reduce((sum, amount) => sum + amount, 0)
  lists.forEach((sizes, i) => {
    amounts[i] = sizes.find(size => size <= cap && size <= left()) ?? 0
  })
  lists.forEach((sizes, i) => {
    const amount = amounts[i] ?? 0
    const larger = sizes.find(size => size > amount && size - amount <= left())
    if (larger !== undefined) amounts[i] = larger
  })
  return amounts
}
