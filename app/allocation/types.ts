/** A request as the draw sees it: one line of the roll, without name or note. */
export interface Entry {
  /** Lower-case letters and digits; random per member and event. */
  readonly code: string
  /** The quantities that would be accepted, strictly descending, each at least 1. */
  readonly sizes: SizeList
  /** Tickets in the hat, at least 1. */
  readonly weight: number
  /** Higher comes first; the draw decides only among equals. */
  readonly priority: number
}

export type SizeList = readonly number[]

export const RULES = ['fair-share', 'plain', 'most-people', 'even-shares', 'fill'] as const
export type Rule = (typeof RULES)[number]

export const ORDERS = ['draw', 'weighted', 'rotation', 'first-come'] as const
export type Order = (typeof ORDERS)[number]

export interface Options {
  /** Plain draw only: the most that the first pass gives to anybody; null for no cap. */
  readonly cap: number | null
}

/** An amount fixed by hand: before the draw it is a pin, after it an override. */
export interface SetByHand {
  readonly code: string
  readonly amount: number
  readonly reason: string
}

/** Everything that decides an allocation. */
export interface Problem {
  readonly rule: Rule
  readonly options: Options
  /** All tickets there are, in tickets; pins and held-back tickets come off it first. */
  readonly capacity: number
  readonly heldBack: number
  readonly pins: readonly SetByHand[]
  /** Every entry, first to last in draw order (see `rankEntries`), pinned ones included. */
  readonly ranked: readonly Entry[]
}

/** One look of a rule at one entry. */
export interface Step {
  /** 1 for the first pass; then the rounds of step-ups, or the second pass of a capped draw. */
  readonly pass: number
  /** Place in the ranking, counted from 0. */
  readonly place: number
  /** Tickets left just before. */
  readonly left: number
  readonly from: number
  /** The size that was tried for; never fewer than `from`. */
  readonly wanted: number
  readonly to: number
}

export type RecordStep = (step: Step) => void

export interface Allocation {
  /** Tickets by place in the ranking; pinned entries hold their pin. */
  readonly amounts: Int32Array
  /** Tickets that nobody got, held-back ones not counted. */
  readonly left: number
  /** Every step in the sequence in which it was made; empty unless asked for. */
  readonly trace: readonly Step[]
}
