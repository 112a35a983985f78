import { BadInput } from '#app/allocation/document/bad-input.ts'
import type { SizeList } from '#app/allocation/types.ts'
import { type Cells, fillLimbs, fillOneLimb, fillTwoLimbs, type SizeChoices } from './exact-row.ts'
import { type ExactRule, limbsOf } from './objective.ts'

/** Looks between two reports of progress: some milliseconds. */
const LOOKS_PER_SLICE = 2_000_000

export interface ExactLimits {
  /** Choices kept at once, one byte each; the others are worked out again, block by block. */
  readonly choicesKept: number
  /** Entries times tickets: beyond it a machine would be busy for many minutes. */
  readonly mostCells: number
  /** Memory of one table. A server of 512 MB has five threads that may each hold one. */
  readonly mostBytes: number
  /** Whole numbers are summed exactly up to here. */
  readonly exactUpTo: number
}

const LIMITS: ExactLimits = {
  choicesKept: 48_000_000,
  mostCells: 30_000_000_000,
  mostBytes: 128_000_000,
  exactUpTo: Number.MAX_SAFE_INTEGER,
}

interface Table {
  readonly capacity: number
  /** For each place its sizes that can fit, ascending, and their worth limb after limb. */
  readonly sizes: readonly Int32Array[]
  readonly worths: readonly Float64Array[]
  readonly limbs: number
}

/**
 * The feasible allocation with the lexicographically greatest (Σ objective, a₁, a₂, …), by a
 * dynamic programme over what is left for each suffix of the order: O(entries · capacity · sizes)
 * time. Less than 100 MB of memory up to 50,000 entries for 50,000 tickets. Yields progress, 0 to 1.
 * @param lists sizes in draw order, without pinned entries
 * @returns tickets by index in `lists`
 * @throws {BadInput} if the table is too large to be worked out in minutes, or to be kept
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

/** The same for several capacities at once, from one table, that of the largest. */
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
  return yield* solve(table, useful, limits.choicesKept)
}

/** What the table of an exact rule takes; all are 0 when there is enough for every first size. */
export interface TableWork {
  /** Entries times tickets; some 100 million a second with a few sizes each. */
  readonly cells: number
  /** Sizes looked at, in as many limbs as their worth has; some 500 million a second. */
  readonly looks: number
  /** Memory in bytes. */
  readonly bytes: number
}

/** Known beforehand, so that a document of a stranger can be refused before anything is made for it. */
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
    // Rows and worths are of 8 a limb.
    bytes: bytesOfChoice(lists) * choices + 8 * limbs * ((blocks + 1) * width + sizes),
  }
}

/**
 * A block costs a row to start from, of 8 bytes a limb, and the choices of its entries, mostly of one byte: with
 * long rows, blocks of a length at which both take the same.
 */
function blocksOf(entries: number, width: number, limbs: number, choicesKept: number) {
  const blockLength = Math.ceil(Math.max(choicesKept / width, Math.sqrt(8 * limbs * entries)))
  return { blockLength, blocks: Math.ceil(entries / blockLength) }
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

/** A worth is of as many steps as there are sizes, and most sizes are in many lists. */
function remembered(limb: (amount: number) => number): (amount: number) => number {
  const known = new Map<number, number>()
  return amount => {
    const worth = known.get(amount) ?? limb(amount)
    known.set(amount, worth)
    return worth
  }
}

function* solve(
  table: Table,
  capacities: readonly number[],
  choicesKept: number,
): Generator<number, Int32Array[]> {
  const { capacity } = table
  const entries = table.sizes.length
  const width = capacity + 1
  const { blockLength, blocks } = blocksOf(entries, width, table.limbs, choicesKept)
  const choices = choicesFor(table, Math.min(blockLength, entries) * width)
  const totalRows = entries + Math.max(0, entries - blockLength)
  const starts: Float64Array[] = []
  const row = new Float64Array(width * table.limbs)
  const found = capacities.map(left => ({ left, amounts: new Int32Array(entries) }))
  let rowsDone = 0
  let looks = 0

  function* fillBlock(block: number): Generator<number, void> {
    const first = block * blockLength
    for (let place = Math.min(first + blockLength, entries) - 1; place >= first; place--) {
      const looksPerCell = 1 + (table.sizes[place] as Int32Array).length * table.limbs
      const cells = Math.ceil(LOOKS_PER_SLICE / looksPerCell)
      for (let top = width; top > 0; top -= cells) {
        const bottom = Math.max(0, top - cells)
        fillRow(table, place, row, choices, (place - first) * width, { bottom, top })
        looks += (top - bottom) * looksPerCell
        if (looks < LOOKS_PER_SLICE) continue
        looks = 0
        yield rowsDone / totalRows
      }
      rowsDone++
    }
  }

  // Backward over all blocks, remembering the row each one starts from …
  for (let block = blocks - 1; block >= 0; block--) {
    starts[block] = row.slice()
    yield* fillBlock(block)
  }
  // … then forward, where all blocks but the first must be filled a second time.
  for (let block = 0; block < blocks; block++) {
    if (block > 0) {
      row.set(starts[block] as Float64Array)
      yield* fillBlock(block)
    }
    for (const one of found) {
      one.left = readBlock(table, block * blockLength, choices, one.left, one.amounts)
    }
  }
  return found.map(one => one.amounts)
}

function choicesFor({ sizes }: Table, length: number): SizeChoices {
  return bytesOfChoice(sizes) === 2 ? new Uint16Array(length) : new Uint8Array(length)
}

function bytesOfChoice(lists: readonly ArrayLike<number>[]): 1 | 2 {
  return lists.some(({ length }) => length > 255) ? 2 : 1
}

/** From the row of the suffix after `place` to that of the suffix at `place`, in place, as far as those cells. */
function fillRow(
  table: Table,
  place: number,
  row: Float64Array,
  choices: SizeChoices,
  offset: number,
  cells: Cells,
): void {
  const sizes = table.sizes[place] as Int32Array
  const worths = table.worths[place] as Float64Array
  if (table.limbs === 1) fillOneLimb(sizes, worths, row, choices, offset, cells)
  else if (table.limbs === 2) fillTwoLimbs(sizes, worths, row, choices, offset, cells)
  else fillLimbs(sizes, worths, row, table.limbs, choices, offset, cells)
}

function readBlock(
  { sizes, capacity }: Table,
  first: number,
  choices: SizeChoices,
  capacityLeft: number,
  amounts: Int32Array,
): number {
  const last = Math.min(sizes.length, first + Math.floor(choices.length / (capacity + 1)))
  let left = capacityLeft
  for (let place = first; place < last; place++) {
    const choice = choices[(place - first) * (capacity + 1) + left] as number
    const amount = sizes[place]?.[choice - 1] ?? 0
    amounts[place] = amount
    left -= amount
  }
  return left
}
