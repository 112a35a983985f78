import { BadInput } from '#app/allocation/document/bad-input.ts'
import { type Alternative, alternativesAt } from '#app/allocation/exact/alternatives.ts'
import { allocate, takeOffFirst } from './allocate.ts'
import { runToEnd } from './run-to-end.ts'
import type { Problem, SetByHand, SizeList, Step } from './types.ts'

export interface Why {
  readonly code: string
  /** Counted from 1. */
  readonly place: number
  readonly places: number
  /** Places before this one that are not pinned. */
  readonly earlier: number
  readonly weight: number
  readonly priority: number
  readonly sizes: SizeList
  /** Tickets by the draw and in the end; only an override makes them differ. */
  readonly amount: number
  readonly finalAmount: number
  readonly pin: SetByHand | null
  readonly override: SetByHand | null
  /** Tickets; held-back and pinned ones came off the capacity before the rule. */
  readonly capacity: number
  readonly heldBack: number
  readonly pinned: number
  /** Of a plain draw. */
  readonly cap: number | null
  /** Under an exact rule, one turn: what those before leave of the tickets, and the outcome. */
  readonly turns: readonly Turn[]
  /** Null under other rules, and for a pinned entry. */
  readonly alternatives: readonly Alternative[] | null
}

export interface Turn {
  readonly pass: number
  readonly left: number
  readonly from: number
  readonly to: number
  readonly looks: readonly Look[]
}

export interface Look {
  readonly size: number
  /** Tickets that were missing; 0 if it fitted. */
  readonly short: number
}

export interface ExplainOptions {
  readonly overrides?: readonly SetByHand[]
  /** By place, if known. */
  readonly amounts?: Int32Array
  /** In looks of `tableWork`: some 500 million a second. */
  readonly mostLooks?: number
}

export function explain(problem: Problem, code: string, options: ExplainOptions = {}): Why {
  return runToEnd(explainSteps(problem, code, options))
}

export function* explainSteps(
  problem: Problem,
  code: string,
  options: ExplainOptions = {},
): Generator<number, Why> {
  const at = problem.ranked.findIndex(entry => entry.code === code)
  const entry = problem.ranked[at]
  if (entry === undefined) throw new BadInput('code', `${code} is not among the entries`)
  const pin = problem.pins.find(own => own.code === code) ?? null
  const override = options.overrides?.find(own => own.code === code) ?? null
  const { amounts, steps } = followed(problem, at, options.amounts)
  const amount = amounts[at] as number
  const { weight, priority, sizes } = entry
  return {
    ...{ code, weight, priority, sizes },
    place: at + 1,
    places: problem.ranked.length,
    earlier: countEarlier(problem, at),
    amount,
    finalAmount: override?.amount ?? amount,
    pin,
    override,
    capacity: problem.capacity,
    heldBack: problem.heldBack,
    pinned: problem.pins.reduce((sum, own) => sum + own.amount, 0),
    cap: problem.rule === 'plain' ? problem.options.cap : null,
    turns: steps.map(step => turnOf(problem, sizes, step)),
    alternatives: pin ? null : yield* alternativesAt(problem, at, amounts, options.mostLooks),
  }
}

function countEarlier({ ranked, pins }: Problem, at: number): number {
  const pinned = new Set(pins.map(own => own.code))
  return ranked.slice(0, at).filter(entry => !pinned.has(entry.code)).length
}

function followed(problem: Problem, at: number, known: Int32Array | undefined) {
  const { rule, ranked } = problem
  if (known === undefined || rule === 'fair-share' || rule === 'plain') {
    const { amounts, trace } = allocate(problem, { traceOnly: at })
    return { amounts, steps: trace }
  }
  const { places, free } = takeOffFirst(problem)
  if (!places.includes(at)) return { amounts: known, steps: [] }
  const before = places.filter(place => place < at)
  const left = before.reduce((sum, place) => sum - (known[place] as number), free)
  const wanted = ranked[at]?.sizes[0] ?? 0
  const step = { pass: 1, place: at, left, from: 0, wanted, to: known[at] as number }
  return { amounts: known, steps: [step] }
}

function turnOf(problem: Problem, sizes: SizeList, step: Step): Turn {
  const { pass, left, from, to } = step
  const looked = sizesLookedAt(problem, sizes, step)
  const looks = looked.map(size => ({ size, short: Math.max(0, size - from - left) }))
  return { pass, left, from, to, looks }
}

function sizesLookedAt({ rule }: Problem, sizes: SizeList, { pass, from, wanted }: Step): SizeList {
  if (rule !== 'fair-share') return sizes.filter(size => size > from && size <= wanted)
  // The first pass tries only the smallest, but the answer also says which larger ones would have fitted.
  return pass === 1 ? sizes : [wanted]
}
