import { BadInput } from '#app/allocation/document/bad-input.ts'
import type { SizeList } from '#app/allocation/types.ts'
import { type ExactRule, limbsOf } from './objective.ts'
import { blocksOf, bytesOfChoice, solveTable, type Table } from './solve-table.ts'

export interface ExactLimits {
  /** One byte each; the others are computed again, block by block. */
  readonly choicesKept: number
  /** Entries times tickets; beyond this a machine is busy for many minutes. */
  readonly mostCells: number
  /** Bytes of one table. A server of 512 MB has five threads that may each hold one. */
  readonly mostBytes: number
  readonly exactUpTo: number
}

const LIMITS: ExactLimits = {
  choicesKept: 48_000_000,
  mostCells: 30_000_000_000,
  mostBytes: 128_000_000,
  exactUpTo: Number.MAX_SAFE_INTEGER,
}

export function isWithinLimits({ cells, bytes }: Pick<TableWork, 'cells' | 'bytes'>): boolean {
  return cells <= LIMITS.mostCells && bytes <= LIMITS.mostBytes
}

/**
 * The feasible allocation with the lexicographically greatest (Σ objective, a₁, a₂, …): a dynamic programme over
 * tickets left for each suffix of the order, in O(entries · capacity · sizes) time and under 100 MB up to 50,000
 * entries for 50,000 tickets. Yields progress, 0 to 1.
 * @param lists sizes in draw order, without pinned entries
 * @throws {BadInput} if the table is too large to compute in minutes, or to keep
 */
export function* exactSteps(
  lists: readonly SizeList[],
  capacity: number,
  rule: ExactRule,
  limits: ExactLimits = LIMITS,
): Generator<number, Int32Array> {
  const [amounts] = yield* exactStepsForEach(lists, [capacity], rule, limits)
  return amounts as Int32Array
}

/** Several capacities from one table, that of the largest. */
export function* exactStepsForEach(
  lists: readonly SizeList[],
  capacities: readonly number[],
  rule: ExactRule,
  limits: ExactLimits = LIMITS,
): Generator<number, Int32Array[]> {
  const wanted = lists.reduce((sum, sizes) => sum + (sizes[0] ?? 0), 0)
  // With enough for every first size, giving it is best under each objective.
  if (capacities.every(capacity => wanted <= capacity)) {
    return capacities.map(() => Int32Array.from(lists, sizes => sizes[0] ?? 0))
  }
  const useful = capacities.map(capacity => Math.min(capacity, wanted))
  const most = Math.max(...useful)
  const { cells, bytes } = tableWork(lists, most, rule, limits)
  if (cells > limits.mostCells || bytes > limits.mostBytes) {
    throw new BadInput('rule', `${lists.length} entries for ${most} tickets are too many for it`)
  }
  const table = tableOf(lists, most, rule, limits.exactUpTo)
  return yield* solveTable(table, useful, limits.choicesKept)
}

/** All 0 when there is enough for every first size. */
export interface TableWork {
  /** Entries times tickets; some 100 million a second with a few sizes each. */
  readonly cells: number
  /** Sizes looked at, times the limbs of a worth; some 500 million a second. */
  readonly looks: number
  readonly bytes: number
}

/** Known in advance, so that a stranger's document can be refused before any work. */
export function tableWork(
  lists: readonly SizeList[],
  capacity: number,
  rule: ExactRule,
  limits: ExactLimits = LIMITS,
): TableWork {
  const wanted = lists.reduce((sum, sizes) => sum + (sizes[0] ?? 0), 0)
  if (wanted <= capacity) return { cells: 0, looks: 0, bytes: 0 }
  const limbs = limbsOf(rule, lists, capacity, limits.exactUpTo).length
  const sizes = lists.reduce((sum, own) => sum + own.length, 0)
  const width = capacity + 1
  const { blockLength, blocks } = blocksOf(lists.length, width, limbs, limits.choicesKept)
  const choices = Math.min(blockLength, lists.length) * width
  return {
    cells: lists.length * width,
    looks: sizes * width * limbs,
    // Rows and worths take 8 bytes a limb.
    bytes: bytesOfChoice(lists) * choices + 8 * limbs * ((blocks + 1) * width + sizes),
  }
}

function tableOf(
  lists: readonly SizeList[],
  capacity: number,
  rule: ExactRule,
  exactUpTo: number,
): Table {
  const limbs = limbsOf(rule, lists, capacity, exactUpTo)
  const sizes = lists.map(list => Int32Array.from(list.filter(size => size <= capacity)).reverse())
  const worthOf = limbs.map(remembered)
  const worths = sizes.map(own => Float64Array.from(worthOf.flatMap(limb => Array.from(own, limb))))
  return { capacity, sizes, worths, limbs: limbs.length }
}

/** A worth takes a step per size, and most sizes are in many lists. */
function remembered(limb: (amount: number) => number): (amount: number) => number {
  const known = new Map<number, number>()
  return amount => {
    const worth = known.get(amount) ?? limb(amount)
    known.set(amount, worth)
    return worth
  }
}
