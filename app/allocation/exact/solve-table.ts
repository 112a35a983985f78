import { type Cells, fillLimbs, fillOneLimb, fillTwoLimbs, type SizeChoices } from './exact-row.ts'

const LOOKS_PER_SLICE = 2_000_000

export interface Table {
  readonly capacity: number
  /** For each place, the sizes that can fit, ascending, and their worth limb after limb. */
  readonly sizes: readonly Int32Array[]
  readonly worths: readonly Float64Array[]
  readonly limbs: number
}

// A block costs its start row (8 bytes a limb) and its choices (mostly a byte): long rows balance the two.
export function blocksOf(entries: number, width: number, limbs: number, choicesKept: number) {
  const blockLength = Math.ceil(Math.max(choicesKept / width, Math.sqrt(8 * limbs * entries)))
  return { blockLength, blocks: Math.ceil(entries / blockLength) }
}

/** Yields progress, 0 to 1. */
export function* solveTable(
  table: Table,
  capacities: readonly number[],
  choicesKept: number,
): Generator<number, Int32Array[]> {
  const filling = startFilling(table, choicesKept)
  const { row, choices, blocks, blockLength } = filling
  const starts: Float64Array[] = []
  const found = capacities.map(left => ({ left, amounts: new Int32Array(table.sizes.length) }))
  // Backward over all blocks, remembering the row each one starts from …
  for (let block = blocks - 1; block >= 0; block--) {
    starts[block] = row.slice()
    yield* fillBlock(filling, block)
  }
  // … then forward, where all blocks but the first must be filled a second time.
  for (let block = 0; block < blocks; block++) {
    if (block > 0) {
      row.set(starts[block] as Float64Array)
      yield* fillBlock(filling, block)
    }
    for (const one of found) {
      one.left = readBlock(table, block * blockLength, choices, one.left, one.amounts)
    }
  }
  return found.map(one => one.amounts)
}

function startFilling(table: Table, choicesKept: number) {
  const entries = table.sizes.length
  const width = table.capacity + 1
  const { blockLength, blocks } = blocksOf(entries, width, table.limbs, choicesKept)
  return {
    table,
    width,
    blockLength,
    blocks,
    choices: choicesFor(table, Math.min(blockLength, entries) * width),
    row: new Float64Array(width * table.limbs),
    totalRows: entries + Math.max(0, entries - blockLength),
    rowsDone: 0,
    looks: 0,
  }
}

type Filling = ReturnType<typeof startFilling>

function* fillBlock(filling: Filling, block: number): Generator<number, void> {
  const { table, width, blockLength, choices, row } = filling
  const first = block * blockLength
  const end = Math.min(first + blockLength, table.sizes.length)
  for (let place = end - 1; place >= first; place--) {
    const looksPerCell = 1 + (table.sizes[place] as Int32Array).length * table.limbs
    const cells = Math.ceil(LOOKS_PER_SLICE / looksPerCell)
    for (let top = width; top > 0; top -= cells) {
      const bottom = Math.max(0, top - cells)
      fillRow(table, place, row, choices, (place - first) * width, { bottom, top })
      filling.looks += (top - bottom) * looksPerCell
      if (filling.looks < LOOKS_PER_SLICE) continue
      filling.looks = 0
      yield filling.rowsDone / filling.totalRows
    }
    filling.rowsDone++
  }
}

function choicesFor({ sizes }: Table, length: number): SizeChoices {
  const choices = { 1: Uint8Array, 2: Uint16Array, 4: Uint32Array }
  return new choices[bytesOfChoice(sizes)](length)
}

export function bytesOfChoice(lists: readonly ArrayLike<number>[]): 1 | 2 | 4 {
  const longest = lists.reduce((most, { length }) => Math.max(most, length), 0)
  return longest > 65_535 ? 4 : longest > 255 ? 2 : 1
}

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
