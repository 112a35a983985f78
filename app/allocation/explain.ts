import { BadInput } from '#app/allocation/document/bad-input.ts'
import { type Alternative, alternativesAt } from '#app/allocation/exact/alternatives.ts'
import { allocate, takeOffFirst } from './allocate.ts'
import { runToEnd } from './run-to-end.ts'
import type { Problem, SetByHand, SizeList, Step } from './types.ts'

/** Why one entry got what it got: facts for the page to put into sentences. */
export interface Why {
  readonly code: string
  /** Place in the ranking, counted from 1, and how many places there are. */
  readonly place: number
  readonly places: number
  readonly weight: number
  readonly priority: number
  readonly sizes: SizeList
  /** Tickets by the draw, and in the end. They differ by an override alone. */
  readonly amount: number
  readonly finalAmount: number
  readonly pin: SetByHand | null
  readonly override: SetByHand | null
  /** What came off the capacity before the rule saw it, in tickets. */
  readonly capacity: number
  readonly heldBack: number
  readonly pinned: number
  /** Every look of the rule at this entry, in sequence; none for a pinned one. */
  readonly turns: readonly Turn[]
  /**
   * Exact rules only: what each larger size that was still there would have cost the rule's aim.
   * Null under the other rules, and where finding out would take too long.
   */
  readonly alternatives: readonly Alternative[] | null
}

export interface Turn {
  /** 1 for the first pass; then the rounds of step-ups, or the second pass of a capped draw. */
  readonly pass: number
  /** Tickets left at this turn. */
  readonly left: number
  readonly from: number
  readonly to: number
  readonly looks: readonly Look[]
}

export interface Look {
  readonly size: number
  /** How many tickets were lacking for it; 0 if it fitted. */
  readonly short: number
}

export interface ExplainOptions {
  readonly overrides?: readonly SetByHand[]
  /** The allocation if it is known, by place; saves working it out again. */
  readonly amounts?: Int32Array
  /** How long to look for alternatives, in looks of `tableWork`: some 500 million a second. */
  readonly mostLooks?: number
}

/** @throws {BadInput} if no entry has the code */
export function explain(problem: Problem, code: string, options: ExplainOptions = {}): Why {
  return runToEnd(explainSteps(problem, code, options))
}

/** The same in slices of some milliseconds. */
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
    amount,
    finalAmount: override?.amount ?? amount,
    pin,
    override,
    capacity: problem.capacity,
    heldBack: problem.heldBack,
    pinned: problem.pins.reduce((sum, own) => sum + own.amount, 0),
    turns: steps.map(step => turnOf(problem, sizes, step)),
    alternatives: pin ? null : yield* alternativesAt(problem, at, amounts, options.mostLooks),
  }
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
  // A round looks one size up; the first pass at the smallest, but which larger ones would have
  // fitted belongs to the answer.
  return pass === 1 ? sizes : [wanted]
}
