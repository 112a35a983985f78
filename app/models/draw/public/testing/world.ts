import {
  bruteForce,
  compareScores,
  feasible,
  objectiveOf,
} from '#app/allocation/testing/brute-force.ts'
import type { Entry, Order, Problem, SetByHand, SizeList } from '#app/allocation/types.ts'

export interface LiteralTurn {
  readonly pass: number
  readonly left: number
  readonly from: number
  readonly to: number
  /** Sizes that the rule considers at this turn. */
  readonly open: SizeList
}

/** Everything that can be known about one draw, by trying every feasible allocation. */
export class World {
  readonly toDraw: number
  /** The entries that the rule counts. */
  readonly drawn: readonly Entry[]
  readonly result: readonly number[]
  readonly worth: readonly number[]
  /** The allocations that are as good for the rule, the result among them. */
  readonly equals: readonly (readonly number[])[]
  readonly #all: readonly { amounts: number[]; worth: number[] }[]

  constructor(
    readonly problem: Problem,
    readonly order: Order,
    readonly overrides: readonly SetByHand[],
  ) {
    const { ranked, pins, capacity, heldBack, rule, options } = problem
    this.toDraw = pins.reduce((sum, pin) => sum - pin.amount, capacity - heldBack)
    this.drawn = ranked.filter(({ code }) => !pins.some(pin => pin.code === code))
    const lists = this.drawn.map(entry => entry.sizes)
    this.result = bruteForce(rule, lists, this.toDraw, options)
    this.worth = objectiveOf(rule, this.result)
    const isExact = rule !== 'fair-share' && rule !== 'plain'
    this.#all = isExact
      ? [...feasible(lists, this.toDraw)].map(amounts => ({
          amounts,
          worth: objectiveOf(rule, amounts),
        }))
      : []
    this.equals = this.#all
      .filter(({ worth }) => compareScores(worth, this.worth) === 0)
      .map(({ amounts }) => amounts)
  }

  indexOf(code: string): number {
    return this.drawn.findIndex(entry => entry.code === code)
  }

  before(code: string): number {
    return this.result.slice(0, this.indexOf(code)).reduce((sum, amount) => sum + amount, 0)
  }

  /** What the rule could have reached had this entry got `size`. */
  bestWith(code: string, size: number, isEarlierKept: boolean): number[] {
    const at = this.indexOf(code)
    const isAsked = (amounts: readonly number[]) =>
      amounts[at] === size &&
      (!isEarlierKept || amounts.slice(0, at).every((one, index) => one === this.result[index]))
    return this.#all
      .filter(({ amounts }) => isAsked(amounts))
      .map(({ worth }) => worth)
      .reduce((best, worth) => (compareScores(worth, best) > 0 ? worth : best))
  }

  /** The allocations with this size that are as good for the rule. */
  equalsWith(code: string, size: number): readonly (readonly number[])[] {
    const at = this.indexOf(code)
    return this.equals.filter(amounts => amounts[at] === size)
  }

  turnsOf(code: string): LiteralTurn[] {
    const lists = this.drawn.map(entry => entry.sizes)
    const { rule, options } = this.problem
    const at = this.indexOf(code)
    return rule === 'fair-share'
      ? fairShareTurns(lists, this.toDraw, at)
      : plainTurns(lists, this.toDraw, options.cap, at)
  }
}

function fairShareTurns(lists: readonly SizeList[], capacity: number, at: number): LiteralTurn[] {
  const amounts = lists.map(() => 0)
  const turns: LiteralTurn[] = []
  for (let pass = 1, before = ''; before !== String(amounts) || pass === 2; pass++) {
    before = String(amounts)
    lists.forEach((sizes, index) => {
      const from = amounts[index] as number
      const left = amounts.reduce((sum, amount) => sum - amount, capacity)
      const next = sizes.toReversed().find(size => size > from)
      if (next === undefined || (pass > 1 && from === 0)) return
      const to = next - from <= left ? next : from
      amounts[index] = to
      if (index === at) turns.push({ pass, left, from, to, open: [next] })
    })
  }
  return turns
}

function plainTurns(
  lists: readonly SizeList[],
  capacity: number,
  cap: number | null,
  at: number,
): LiteralTurn[] {
  const amounts = lists.map(() => 0)
  const turns: LiteralTurn[] = []
  const mosts = cap === null ? [Number.POSITIVE_INFINITY] : [cap, Number.POSITIVE_INFINITY]
  mosts.forEach((most, index) => {
    lists.forEach((sizes, place) => {
      const from = amounts[place] as number
      const left = amounts.reduce((sum, amount) => sum - amount, capacity)
      const open = sizes.filter(size => size <= most && size > from)
      const to = open.find(size => size - from <= left) ?? from
      amounts[place] = to
      if (place === at && open.length > 0) turns.push({ pass: index + 1, left, from, to, open })
    })
  })
  return turns
}
