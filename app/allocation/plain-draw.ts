import type { RecordStep, SizeList } from './types.ts'

// Random serial dictatorship. With a cap, a second pass in the same order tops up to the largest size that fits.
export function plainDraw(
  lists: readonly SizeList[],
  capacity: number,
  cap: number | null,
  record?: RecordStep,
): Int32Array {
  const amounts = new Int32Array(lists.length)
  const left = givePass(lists, amounts, capacity, 1, cap ?? Number.POSITIVE_INFINITY, record)
  if (cap !== null) givePass(lists, amounts, left, 2, Number.POSITIVE_INFINITY, record)
  return amounts
}

function givePass(
  lists: readonly SizeList[],
  amounts: Int32Array,
  capacity: number,
  pass: number,
  most: number,
  record?: RecordStep,
): number {
  let left = capacity
  lists.forEach((sizes, place) => {
    const from = amounts[place] as number
    const wanted = sizes.find(size => size <= most) ?? 0
    if (wanted <= from) return
    const to = Math.max(from, sizes.find(size => size <= most && size - from <= left) ?? 0)
    record?.({ pass, place, left, from, wanted, to })
    amounts[place] = to
    left -= to - from
  })
  return left
}
