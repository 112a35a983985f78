/** By tickets left: 0 for nothing, else 1 + the index of the size taken. */
export type SizeChoices = Uint8Array | Uint16Array | Uint32Array

/** One call rewrites from `top` (exclusive) down to `bottom`. */
export interface Cells {
  readonly bottom: number
  readonly top: number
}

// In place, from the most tickets left downwards: each cell reads only lower ones, not yet rewritten.
// Sizes ascend and an equal worth replaces, so the larger amount wins: the tie-break by order.

export function fillOneLimb(
  sizes: Int32Array,
  worths: Float64Array,
  row: Float64Array,
  choices: SizeChoices,
  offset: number,
  { bottom, top }: Cells,
): void {
  const count = sizes.length
  for (let left = top - 1; left >= bottom; left--) {
    let best = row[left] as number
    let choice = 0
    for (let k = 0; k < count; k++) {
      const size = sizes[k] as number
      if (size > left) break
      const worth = (row[left - size] as number) + (worths[k] as number)
      if (worth >= best) {
        best = worth
        choice = k + 1
      }
    }
    row[left] = best
    choices[offset + left] = choice
  }
}

export function fillTwoLimbs(
  sizes: Int32Array,
  worths: Float64Array,
  row: Float64Array,
  choices: SizeChoices,
  offset: number,
  { bottom, top }: Cells,
): void {
  const count = sizes.length
  for (let left = top - 1; left >= bottom; left--) {
    let high = row[2 * left] as number
    let low = row[2 * left + 1] as number
    let choice = 0
    for (let k = 0; k < count; k++) {
      const from = 2 * (left - (sizes[k] as number))
      if (from < 0) break
      const nextHigh = (row[from] as number) + (worths[k] as number)
      if (nextHigh < high) continue
      const nextLow = (row[from + 1] as number) + (worths[count + k] as number)
      if (nextHigh === high && nextLow < low) continue
      high = nextHigh
      low = nextLow
      choice = k + 1
    }
    row[2 * left] = high
    row[2 * left + 1] = low
    choices[offset + left] = choice
  }
}

export function fillLimbs(
  sizes: Int32Array,
  worths: Float64Array,
  row: Float64Array,
  limbs: number,
  choices: SizeChoices,
  offset: number,
  { bottom, top }: Cells,
): void {
  const count = sizes.length
  const best = new Float64Array(limbs)
  for (let left = top - 1; left >= bottom; left--) {
    const cell = left * limbs
    for (let limb = 0; limb < limbs; limb++) best[limb] = row[cell + limb] as number
    let choice = 0
    for (let k = 0; k < count; k++) {
      const size = sizes[k] as number
      if (size > left) break
      const from = (left - size) * limbs
      let limb = 0
      let gain = 0
      while (limb < limbs) {
        gain =
          (row[from + limb] as number) +
          (worths[limb * count + k] as number) -
          (best[limb] as number)
        if (gain !== 0) break
        limb++
      }
      if (gain < 0) continue
      choice = k + 1
      for (; limb < limbs; limb++) {
        best[limb] = (row[from + limb] as number) + (worths[limb * count + k] as number)
      }
    }
    for (let limb = 0; limb < limbs; limb++) row[cell + limb] = best[limb] as number
    choices[offset + left] = choice
  }
}
