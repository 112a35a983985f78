import { TooMuch } from '#app/allocation/document/too-much.ts'
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

export interface Climber extends Waiting {
  /** Tickets up to the next size. */
  readonly step: number
}

/** Those who wait, by the tickets that their next step takes: a heap for each number of them. */
export class Queue {
  private looks = 0
  private readonly current = new Map<string, Climber>()
  private readonly heaps = new Map<number, Climber[]>()

  /** @param mostLooks at the heaps */
  constructor(private readonly mostLooks = Number.POSITIVE_INFINITY) {}

  /** @param waiting null for somebody who may be offered nothing now */
  set(code: string, waiting: Waiting | null): void {
    const size = waiting?.sizes[nextIndex(waiting)]
    if (!waiting || size === undefined) {
      this.current.delete(code)
      return
    }
    const { sizes, holding, level, place } = waiting
    const climber = { code, sizes, holding, level, place, step: size - holding }
    this.current.set(code, climber)
    const heap = this.heaps.get(climber.step)
    if (heap) push(heap, climber)
    else this.heaps.set(climber.step, [climber])
  }

  /**
   * The least of (tier, level, place) whose next step takes at most so many tickets.
   * @throws {TooMuch}
   */
  first(most: number): Climber | undefined {
    this.looks += this.heaps.size + 1
    if (this.looks > this.mostLooks) throw new TooMuch()
    let first: Climber | undefined
    for (const step of this.heaps.keys()) {
      if (step > most) continue
      const found = this.firstOf(step)
      if (found && (!first || comesBefore(found, first))) first = found
    }
    return first
  }

  private firstOf(step: number): Climber | undefined {
    const heap = this.heaps.get(step) as Climber[]
    // People who moved on are in their old heap too, until they would be the first of it.
    while (heap[0] && this.current.get(heap[0].code) !== heap[0]) removeFirst(heap)
    if (heap.length === 0) this.heaps.delete(step)
    return heap[0]
  }
}

/** The least listed size above the holding; sizes descend. @returns -1 at the first size */
function nextIndex({ sizes, holding }: Waiting): number {
  let [larger, other] = [-1, sizes.length]
  while (other - larger > 1) {
    const middle = (larger + other) >> 1
    if ((sizes[middle] as number) > holding) larger = middle
    else other = middle
  }
  return larger
}

function comesBefore(a: Waiting, b: Waiting): boolean {
  const [tierA, tierB] = [Math.min(a.holding, 1), Math.min(b.holding, 1)]
  if (tierA !== tierB) return tierA < tierB
  if (a.level !== b.level) return a.level < b.level
  return a.place < b.place
}

function push(heap: Climber[], climber: Climber): void {
  heap.push(climber)
  for (let at = heap.length - 1; at > 0; ) {
    const above = (at - 1) >> 1
    if (!comesBefore(heap[at] as Climber, heap[above] as Climber)) return
    swap(heap, at, above)
    at = above
  }
}

function removeFirst(heap: Climber[]): void {
  const last = heap.pop()
  if (heap.length === 0 || !last) return
  heap[0] = last
  for (let at = 0; ; ) {
    let least = at
    for (const child of [2 * at + 1, 2 * at + 2])
      if (child < heap.length && comesBefore(heap[child] as Climber, heap[least] as Climber))
        least = child
    if (least === at) return
    swap(heap, at, least)
    at = least
  }
}

function swap(heap: Climber[], a: number, b: number): void {
  ;[heap[a], heap[b]] = [heap[b] as Climber, heap[a] as Climber]
}
