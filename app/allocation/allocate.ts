import { BadInput } from '#app/allocation/document/bad-input.ts'
import { exactSteps } from '#app/allocation/exact/exact.ts'
import { fairShare } from './fair-share.ts'
import { plainDraw } from './plain-draw.ts'
import { runToEnd } from './run-to-end.ts'
import type { Allocation, Problem, RecordStep, SizeList, Step } from './types.ts'

export interface AllocateOptions {
  readonly trace?: boolean
  /** Keeps only the steps at this place of the ranking, counted from 0. */
  readonly traceOnly?: number
}

/** From 0 to 1. */
export type Progress = number

/** @throws {BadInput} if pins and held-back tickets exceed the capacity, or a pin is for nobody */
export function allocate(problem: Problem, options: AllocateOptions = {}): Allocation {
  return runToEnd(allocateInSteps(problem, options))
}

/** In slices of some milliseconds, so that a worker can report progress or stop. */
export function* allocateInSteps(
  problem: Problem,
  options: AllocateOptions = {},
): Generator<Progress, Allocation> {
  const { places, pinned, free } = takeOffFirst(problem)
  const lists = places.map(place => problem.ranked[place]?.sizes ?? [])
  const trace: Step[] = []
  const record = recorderFor(options, places, trace)
  const given = yield* applyRule(problem, lists, free, record)
  const amounts = new Int32Array(problem.ranked.length)
  let left = free
  places.forEach((place, index) => {
    const amount = given[index] as number
    amounts[place] = amount
    left -= amount
  })
  for (const [place, amount] of pinned) amounts[place] = amount
  return { amounts, left, trace }
}

function recorderFor(
  { trace: all = false, traceOnly }: AllocateOptions,
  places: readonly number[],
  trace: Step[],
): RecordStep | undefined {
  if (!all && traceOnly === undefined) return undefined
  return step => {
    const place = places[step.place] as number
    if (all || place === traceOnly) trace.push({ ...step, place })
  }
}

export function takeOffFirst({ ranked, pins, capacity, heldBack }: Problem) {
  const pinByCode = new Map(pins.map(pin => [pin.code, pin.amount]))
  if (pinByCode.size < pins.length) throw new BadInput('pins', 'a code is pinned twice')
  const pinned = new Map<number, number>()
  const places: number[] = []
  ranked.forEach(({ code }, place) => {
    const amount = pinByCode.get(code)
    if (amount === undefined) places.push(place)
    else pinned.set(place, amount)
  })
  if (pinned.size < pins.length)
    throw new BadInput('pins', 'a pinned code is not among the entries')
  const inPins = pins.reduce((sum, pin) => sum + pin.amount, 0)
  const free = capacity - heldBack - inPins
  if (free < 0) {
    throw new BadInput(
      'capacity',
      `${capacity} is fewer than the ${inPins} pinned and ${heldBack} held back`,
    )
  }
  return { places, pinned, free }
}

function* applyRule(
  { rule, options }: Problem,
  lists: readonly SizeList[],
  free: number,
  record?: RecordStep,
): Generator<Progress, Int32Array> {
  if (rule === 'fair-share') return fairShare(lists, free, record)
  if (rule === 'plain') return plainDraw(lists, free, options.cap, record)
  const amounts = yield* exactSteps(lists, free, rule)
  if (record) recordOutcome(lists, free, amounts, record)
  return amounts
}

/** Exact rules decide all at once; people can follow the outcome in draw order. */
function recordOutcome(
  lists: readonly SizeList[],
  free: number,
  amounts: Int32Array,
  record: RecordStep,
): void {
  let left = free
  lists.forEach((sizes, place) => {
    const to = amounts[place] as number
    record({ pass: 1, place, left, from: 0, wanted: sizes[0] ?? 0, to })
    left -= to
  })
}
