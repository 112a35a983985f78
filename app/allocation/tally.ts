import type { Allocation, Entry } from './types.ts'

export interface WaitingEntry extends Entry {
  readonly wait: number
}

/** Over all simulated orders, for display only: no mean decides anything. */
export interface Figure {
  readonly mean: number
  readonly least: number
  readonly most: number
}

/** Pinned entries are left out of every figure. */
export interface Tallied {
  /** 1 where the priorities leave nothing to the draw. */
  readonly orders: number
  readonly people: number
  readonly served: Figure
  readonly firstSize: Figure
  readonly ticketsLeft: Figure
  /** The longest run of losses afterwards; 0 if all are served. */
  readonly longestWait: Figure
  /** Ascending; `served` and `leftOut` are means. */
  readonly bySmallestSize: readonly {
    readonly smallest: number
    readonly people: number
    readonly served: number
    readonly leftOut: number
  }[]
}

export class Tally {
  readonly #people: number
  readonly #sizes: ReadonlyMap<number, { people: number; served: number }>
  readonly #served: number[] = []
  readonly #firstSize: number[] = []
  readonly #ticketsLeft: number[] = []
  readonly #longestWait: number[] = []

  constructor(entries: readonly Entry[]) {
    this.#people = entries.length
    const sizes = new Map<number, { people: number; served: number }>()
    for (const entry of entries) {
      const own = sizes.get(smallestOf(entry)) ?? { people: 0, served: 0 }
      own.people++
      sizes.set(smallestOf(entry), own)
    }
    this.#sizes = sizes
  }

  add(
    ranked: readonly WaitingEntry[],
    { amounts, left }: Allocation,
    pinned: ReadonlySet<string>,
  ): void {
    let served = 0
    let firstSize = 0
    let longestWait = 0
    ranked.forEach((entry, place) => {
      if (pinned.has(entry.code)) return
      const amount = amounts[place] as number
      if (amount === 0) {
        longestWait = Math.max(longestWait, entry.wait + 1)
        return
      }
      served++
      if (amount === entry.sizes[0]) firstSize++
      const own = this.#sizes.get(smallestOf(entry))
      if (own) own.served++
    })
    this.#served.push(served)
    this.#firstSize.push(firstSize)
    this.#ticketsLeft.push(left)
    this.#longestWait.push(longestWait)
  }

  figures(): Tallied {
    const orders = this.#served.length
    return {
      orders,
      people: this.#people,
      served: figureOf(this.#served),
      firstSize: figureOf(this.#firstSize),
      ticketsLeft: figureOf(this.#ticketsLeft),
      longestWait: figureOf(this.#longestWait),
      bySmallestSize: [...this.#sizes]
        .map(([smallest, { people, served }]) => {
          const mean = served / orders
          return { smallest, people, served: mean, leftOut: people - mean }
        })
        .sort((a, b) => a.smallest - b.smallest),
    }
  }
}

function smallestOf({ sizes }: Entry): number {
  return sizes.at(-1) ?? 0
}

function figureOf(values: readonly number[]): Figure {
  const sum = values.reduce((total, value) => total + value, 0)
  return {
    mean: sum / values.length,
    least: values.reduce((a, b) => Math.min(a, b)),
    most: values.reduce((a, b) => Math.max(a, b)),
  }
}
