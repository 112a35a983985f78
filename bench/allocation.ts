import { argv, memoryUsage } from 'node:process'
import { allocateInSteps } from '#app/allocation/allocate.ts'
import { compareRulesInSteps } from '#app/allocation/compare.ts'
import { rankEntries, sha256 } from '#app/allocation/ranking.ts'
import type { WaitingEntry } from '#app/allocation/tally.ts'
import { RULES, type Rule, type SizeList } from '#app/allocation/types.ts'

const NO_CAP = { cap: null }
const SEED = sha256('bench')
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

interface Measured {
  readonly rule: Rule | 'all, 200 orders'
  readonly entries: number
  readonly capacity: number
  readonly hashing: number
  readonly allocating: number
  /** Milliseconds between two reports of progress, when nothing else could run. */
  readonly longestSlice: number
}

/** Milliseconds on one core, for weight 1, and the memory of the process. */
export function main(): void {
  console.log(
    'rule             entries  tickets  hashing  allocating    total  growth  slice    MB',
  )
  for (const rule of ['most-people', 'even-shares', 'fill'] as const) {
    print(bestOf(5, () => measure(rule, 2_000, 1_000)))
    print(measure(rule, 20_000, 5_000))
  }
  print(measureComparison(2_000, 1_000))
  for (const rule of ['fair-share', 'plain'] as const) {
    let before: Measured | undefined
    for (const entries of [1_000, 10_000, 100_000, 1_000_000]) {
      const measured = bestOf(entries < 1_000_000 ? 3 : 1, () => measure(rule, entries, entries))
      print(measured, before)
      before = measured
    }
  }
}

function measure(rule: Rule, people: number, capacity: number): Measured {
  const entries = entriesFor(people)
  const start = performance.now()
  const ranked = rankEntries(entries, SEED)
  const hashing = performance.now() - start
  const problem = { rule, options: NO_CAP, capacity, heldBack: 0, pins: [], ranked }
  const { took, longestSlice } = timed(allocateInSteps(problem))
  return { rule, entries: people, capacity, hashing, allocating: took, longestSlice }
}

function measureComparison(people: number, capacity: number): Measured {
  const { took, longestSlice } = timed(
    compareRulesInSteps({
      contenders: RULES.map(rule => ({ rule, options: NO_CAP })),
      entries: entriesFor(people),
      capacity,
      heldBack: 0,
      pins: [],
      orders: 200,
      seedText: SEED,
    }),
  )
  const rule = 'all, 200 orders'
  return { rule, entries: people, capacity, hashing: 0, allocating: took, longestSlice }
}

function timed(work: Generator<unknown, unknown>) {
  const start = performance.now()
  let longestSlice = 0
  for (let last = start, done = false; !done; ) {
    done = work.next().done ?? false
    const now = performance.now()
    longestSlice = Math.max(longestSlice, now - last)
    last = now
  }
  return { took: performance.now() - start, longestSlice }
}

function bestOf(times: number, run: () => Measured): Measured {
  const runs = Array.from({ length: times }, run)
  return runs.reduce((best, one) => (totalOf(one) < totalOf(best) ? one : best))
}

function print(measured: Measured, before?: Measured): void {
  const { rule, entries, capacity, hashing, allocating, longestSlice } = measured
  const growth = before ? `×${(totalOf(measured) / totalOf(before)).toFixed(1)}` : ''
  const columns = [
    String(entries).padStart(8),
    String(capacity).padStart(9),
    hashing.toFixed(0).padStart(9),
    allocating.toFixed(0).padStart(12),
    totalOf(measured).toFixed(0).padStart(9),
    growth.padStart(8),
    longestSlice.toFixed(0).padStart(7),
    (memoryUsage().rss / 1e6).toFixed(0).padStart(6),
  ]
  console.log(rule.padEnd(16) + columns.join(''))
}

function totalOf({ hashing, allocating }: Measured): number {
  return hashing + allocating
}

function entriesFor(people: number): WaitingEntry[] {
  return Array.from({ length: people }, (_, k) => ({
    code: `c${k}`,
    sizes: LISTS[(k * 7 + (k >> 3)) % LISTS.length] as SizeList,
    weight: 1,
    priority: 0,
    wait: k % 4,
  }))
}

if (argv.some(argument => argument.endsWith('bench/allocation.ts'))) main()
