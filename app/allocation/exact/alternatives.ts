import { takeOffFirst } from '#app/allocation/allocate.ts'
import type { Problem } from '#app/allocation/types.ts'
import { exactStepsForEach, tableWork } from './exact.ts'
import type { ExactRule } from './objective.ts'

export interface Alternative {
  readonly size: number
  readonly cost: Cost
}

/** The first respect in which the best allocation with that size is worse. */
export type Cost =
  | { readonly of: 'people'; readonly fewer: number }
  | { readonly of: 'tickets'; readonly fewer: number }
  | { readonly of: 'shares'; readonly amount: number; readonly more: number }

const MOST_LOOKS = 200_000_000

/** Ties go to the larger amount, so every alternative costs something. @returns null beyond `mostLooks` */
export function* alternativesAt(
  problem: Problem,
  at: number,
  amounts: Int32Array,
  mostLooks = MOST_LOOKS,
): Generator<number, Alternative[] | null> {
  const { rule, ranked } = problem
  if (rule === 'fair-share' || rule === 'plain') return null
  const { places, free } = takeOffFirst(problem)
  const earlier = places.filter(place => place < at).map(place => amounts[place] as number)
  const later = places.filter(place => place > at)
  const left = earlier.reduce((sum, amount) => sum - amount, free)
  const own = amounts[at] as number
  const sizes = ranked[at]?.sizes.filter(size => size > own && size <= left) ?? []
  if (sizes.length === 0) return []
  const laterLists = later.map(place => ranked[place]?.sizes ?? [])
  if (tableWork(laterLists, left, rule).looks > mostLooks) return null

  const best = [own, ...later.map(place => amounts[place] as number)]
  const lefts = sizes.map(size => left - size)
  const others = yield* exactStepsForEach(laterLists, lefts, rule)
  const alternatives: Alternative[] = []
  for (const [index, size] of sizes.entries()) {
    yield 1
    const instead = [size, ...(others[index] as Int32Array)]
    alternatives.push({ size, cost: costOf(rule, best, instead) })
  }
  return alternatives
}

function costOf(rule: ExactRule, best: readonly number[], instead: readonly number[]): Cost {
  const people = { of: 'people', fewer: served(best) - served(instead) } as const
  const tickets = { of: 'tickets', fewer: total(best) - total(instead) } as const
  if (rule === 'most-people') return people.fewer > 0 ? people : tickets
  if (rule === 'fill') return tickets.fewer > 0 ? tickets : people
  const amounts = [...new Set([...best, ...instead])].sort((a, b) => a - b)
  const amount = amounts.find(one => count(instead, one) !== count(best, one)) ?? 0
  return { of: 'shares', amount, more: count(instead, amount) - count(best, amount) }
}

function served(amounts: readonly number[]): number {
  return amounts.length - count(amounts, 0)
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0)
}

function count(amounts: readonly number[], amount: number): number {
  return amounts.filter(one => one === amount).length
}
