import { takeOffFirst } from '#app/allocation/allocate.ts'
import type { Problem, SizeList } from '#app/allocation/types.ts'
import { exactStepsForEach, tableWork } from './exact.ts'
import type { ExactRule } from './objective.ts'

export interface Alternative {
  readonly size: number
  /** Tickets that were missing with everybody earlier in the order keeping theirs; 0 if it fitted. */
  readonly short: number
  /** With everybody earlier keeping theirs. Null where it did not fit, or takes too long to find out. */
  readonly cost: Cost | null
  /** Whatever the others get; `nothing` is a tie, which only the order breaks. Null as above. */
  readonly leastCost: Cost | 'nothing' | null
}

/** The first respect in which the best allocation with that size is worse. */
export type Cost =
  | { readonly of: 'people'; readonly fewer: number }
  | { readonly of: 'tickets'; readonly fewer: number }
  | { readonly of: 'shares'; readonly amount: number; readonly more: number }

const MOST_LOOKS = 200_000_000

/** The search over all others takes as long for the last in the order as for the first, so it gets a smaller part. */
const OPEN_SHARE = 4

/** An answer stays readable: the next sizes up, and the first choice. */
const NEXT_SIZES = 3

/**
 * Ties go to the larger amount in draw order. So with everybody earlier keeping theirs, a larger size costs something;
 * and where it need cost nothing, somebody earlier would have less.
 * @returns null under rules that are not exact
 */
export function* alternativesAt(
  problem: Problem,
  at: number,
  amounts: Int32Array,
  mostLooks = MOST_LOOKS,
): Generator<number, Alternative[] | null> {
  const { rule, ranked } = problem
  if (rule === 'fair-share' || rule === 'plain') return null
  const { places, free } = takeOffFirst(problem)
  const own = amounts[at] as number
  const told = sizesToTell(ranked[at]?.sizes ?? [], own)
  const [earlier, later] = [places.filter(place => place < at), places.filter(place => place > at)]
  const left = earlier.reduce((sum, place) => sum - (amounts[place] as number), free)
  const search = (others: number[], room: number): Search => {
    return { problem, rule, own, amounts, others, room, sizes: told.filter(size => size <= room) }
  }
  const costs = yield* costsOf(search(later, left), mostLooks)
  const least =
    earlier.length === 0
      ? costs
      : yield* costsOf(search([...earlier, ...later], free), mostLooks / OPEN_SHARE)
  return told.map(size => ({
    size,
    short: Math.max(0, size - left),
    cost: costs?.get(size) ?? null,
    leastCost: least?.has(size) ? (least.get(size) ?? 'nothing') : null,
  }))
}

/** Ascending. */
function sizesToTell(sizes: SizeList, own: number): number[] {
  const larger = sizes.filter(size => size > own).reverse()
  return [...new Set([...larger.slice(0, NEXT_SIZES), ...larger.slice(-1)])]
}

interface Search {
  readonly problem: Problem
  readonly rule: ExactRule
  readonly own: number
  readonly amounts: Int32Array
  /** The places that may get other amounts, and the tickets for them and this entry together. */
  readonly others: readonly number[]
  readonly room: number
  /** Ascending, none above `room`. */
  readonly sizes: readonly number[]
}

function listsOf({ problem, others }: Search): SizeList[] {
  return others.map(place => problem.ranked[place]?.sizes ?? [])
}

/** @returns undefined if it would take too long; in the map, undefined for a size that costs nothing */
function* costsOf(
  search: Search,
  mostLooks: number,
): Generator<number, Map<number, Cost | undefined> | undefined> {
  const { rule, own, amounts, others, room, sizes } = search
  const [smallest] = sizes
  if (smallest === undefined) return new Map()
  const lists = listsOf(search)
  if (tableWork(lists, room - smallest, rule).looks > mostLooks) return undefined
  const rooms = sizes.map(size => room - size)
  const found = yield* exactStepsForEach(lists, rooms, rule)
  const best = [own, ...others.map(place => amounts[place] as number)]
  const costs = new Map<number, Cost | undefined>()
  for (const [index, size] of sizes.entries()) {
    yield 1
    costs.set(size, costOf(rule, best, [size, ...(found[index] as Int32Array)]))
  }
  return costs
}

function costOf(
  rule: ExactRule,
  best: readonly number[],
  instead: readonly number[],
): Cost | undefined {
  if (rule === 'even-shares') return costInShares(best, instead)
  const people = { of: 'people', fewer: served(best) - served(instead) } as const
  const tickets = { of: 'tickets', fewer: total(best) - total(instead) } as const
  const [first, second] = rule === 'fill' ? [tickets, people] : [people, tickets]
  return [first, second].find(cost => cost.fewer !== 0)
}

function costInShares(best: readonly number[], instead: readonly number[]): Cost | undefined {
  const [before, after] = [countEach(best), countEach(instead)]
  const amounts = [...new Set([...before.keys(), ...after.keys()])].sort((a, b) => a - b)
  for (const amount of amounts) {
    const more = (after.get(amount) ?? 0) - (before.get(amount) ?? 0)
    if (more !== 0) return { of: 'shares', amount, more }
  }
  return undefined
}

function served(amounts: readonly number[]): number {
  return amounts.filter(amount => amount > 0).length
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}

function countEach(amounts: readonly number[]): Map<number, number> {
  const counts = new Map<number, number>()
  for (const amount of amounts) counts.set(amount, (counts.get(amount) ?? 0) + 1)
  return counts
}
