export interface Entry {
  readonly code: string
  /** Strictly descending, each at least 1. */
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

/** A pin before the draw, an override after it. */
export interface SetByHand {
  readonly code: string
  readonly amount: number
  readonly reason: string
}

export interface Problem {
  readonly rule: Rule
  readonly options: Options
  /** Tickets; pins and held-back ones come off it first. */
  readonly capacity: number
  readonly heldBack: number
  readonly pins: readonly SetByHand[]
  /** In draw order (see `rankEntries`), pinned entries included. */
  readonly ranked: readonly Entry[]
}

export interface Step {
  /** 1 for the first pass; then the rounds of step-ups, or the second pass of a capped draw. */
  readonly pass: number
  /** In the ranking, counted from 0. */
  readonly place: number
  readonly left: number
  readonly from: number
  readonly wanted: number
  readonly to: number
}

export type RecordStep = (step: Step) => void

export interface Allocation {
  /** By place in the ranking; pinned entries hold their pin. */
  readonly amounts: Int32Array
  readonly left: number
  readonly trace: readonly Step[]
}
