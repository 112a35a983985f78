import type { RecordStep, SizeList } from './types.ts'

// In order, the smallest size that fits; then rounds: each person served moves up one size if that fits.
export function fairShare(
  lists: readonly SizeList[],
  capacity: number,
  record?: RecordStep,
): Int32Array {
  const amounts = new Int32Array(lists.length)
  let left = serveSmallest(lists, capacity, amounts, record)
  // Tickets only get fewer, so a refused step never fits later: a look per ticket and two per person at most.
  let climbers = placesServed(amounts)
  // The index of each next size: searching lists of many thousand sizes costs too much.
  const nexts = Int32Array.from(lists, sizes => sizes.length - 2)
  for (let pass = 2; climbers.length > 0; pass++) {
    const stillClimbing: number[] = []
    for (const place of climbers) {
      const sizes = lists[place] as SizeList
      const from = amounts[place] as number
      const next = sizes[nexts[place] as number]
      if (next === undefined) continue
      const fits = next - from <= left
      const to = fits ? next : from
      record?.({ pass, place, left, from, wanted: next, to })
      if (!fits) continue
      left -= next - from
      amounts[place] = next
      nexts[place] = (nexts[place] as number) - 1
      stillClimbing.push(place)
    }
    climbers = stillClimbing
  }
  return amounts
}

function serveSmallest(
  lists: readonly SizeList[],
  capacity: number,
  amounts: Int32Array,
  record?: RecordStep,
): number {
  let left = capacity
  lists.forEach((sizes, place) => {
    const smallest = sizes.at(-1) ?? 0
    const to = smallest <= left ? smallest : 0
    record?.({ pass: 1, place, left, from: 0, wanted: smallest, to })
    amounts[place] = to
    left -= to
  })
  return left
}

function placesServed(amounts: Int32Array): number[] {
  const places: number[] = []
  amounts.forEach((amount, place) => {
    if (amount > 0) places.push(place)
  })
  return places
}
