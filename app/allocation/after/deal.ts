import type { SizeList } from '#app/allocation/types.ts'

/** Somebody who waits, as the rule sees them. */
export interface Waiting {
  readonly code: string
  /** Strictly descending. */
  readonly sizes: SizeList
  readonly holding: number
  /** The sizes passed by accepting, from a holding above 0. */
  readonly level: number
  /** Lower comes first; no two are alike. */
  readonly place: number
}

export interface Dealt {
  readonly code: string
  readonly tickets: number
}

/** A person on the way up: `holding` counts what this dealing gave as if it were accepted. */
interface Climber {
  readonly of: Waiting
  /** The index of the next size; sizes descend, so it falls. */
  next: number
  holding: number
  level: number
}

/**
 * One dealing. The next step goes to the least of (tier, level, place) whose next size fits, as if each step were
 * accepted at once; whoever nothing fits is passed over. In O(steps · log people).
 *
 * @param willing everybody who may be offered something now: without an open offer, below their first size
 * @param free tickets
 * @returns one offer for each person served, in the order of their first steps
 */
export function deal(willing: readonly Waiting[], free: number): Dealt[] {
  const heap = makeHeap(willing.map(climberOf))
  const served = new Map<Climber, number>()
  let left = free
  for (let first = heap[0]; first && left > 0; first = heap[0]) {
    const size = first.of.sizes[first.next]
    const step = size === undefined ? Number.POSITIVE_INFINITY : size - first.holding
    // Tickets only get fewer: who does not fit now will not fit later in this dealing.
    if (step > left) {
      removeFirst(heap)
      continue
    }
    left -= step
    if (first.holding > 0) first.level += 1
    first.holding += step
    first.next -= 1
    served.set(first, (served.get(first) ?? 0) + step)
    sink(heap, 0)
  }
  return [...served].map(([{ of }, tickets]) => ({ code: of.code, tickets }))
}

/** Whether one ticket or more of the free ones would go to somebody. */
export function fitsAnybody(willing: readonly Waiting[], free: number): boolean {
  return willing.some(each => {
    const size = each.sizes[nextIndex(each)]
    return size !== undefined && size - each.holding <= free
  })
}

/** The least listed size above the holding. @returns -1 at the first size */
export function nextIndex({ sizes, holding }: Pick<Waiting, 'sizes' | 'holding'>): number {
  return sizes.findLastIndex(size => size > holding)
}

function climberOf(of: Waiting): Climber {
  return { of, next: nextIndex(of), holding: of.holding, level: of.level }
}

function comesBefore(a: Climber, b: Climber): boolean {
  const [tierA, tierB] = [Math.min(a.holding, 1), Math.min(b.holding, 1)]
  if (tierA !== tierB) return tierA < tierB
  if (a.level !== b.level) return a.level < b.level
  return a.of.place < b.of.place
}

function makeHeap(all: Climber[]): Climber[] {
  for (let at = (all.length >> 1) - 1; at >= 0; at -= 1) sink(all, at)
  return all
}

function removeFirst(heap: Climber[]): void {
  const last = heap.pop()
  if (heap.length === 0 || !last) return
  heap[0] = last
  sink(heap, 0)
}

function sink(heap: Climber[], from: number): void {
  for (let at = from; ; ) {
    let least = at
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && comesBefore(heap[child] as Climber, heap[least] as Climber))
        least = child
    if (least === at) return
    ;[heap[at], heap[least]] = [heap[least] as Climber, heap[at] as Climber]
    at = least
  }
}
