import { allocateInSteps, type Progress } from './allocate.ts'
import { rankEntriesInSteps, sha256 } from './ranking.ts'
import { runToEnd } from './run-to-end.ts'
import { type Tallied, Tally, type WaitingEntry } from './tally.ts'
import type { Entry, Options, Rule, SetByHand } from './types.ts'

export interface Contender {
  readonly rule: Rule
  readonly options: Options
}

export interface ComparisonInput {
  readonly contenders: readonly Contender[]
  readonly entries: readonly WaitingEntry[]
  readonly capacity: number
  readonly heldBack: number
  readonly pins: readonly SetByHand[]
  readonly orders: number
  /** Public text, never a secret; it alone decides the simulated orders. */
  readonly seedText: string
}

export interface RuleFigures extends Contender, Tallied {}

export function compareRules(input: ComparisonInput): RuleFigures[] {
  return runToEnd(compareRulesInSteps(input))
}

export function* compareRulesInSteps(input: ComparisonInput): Generator<Progress, RuleFigures[]> {
  const { entries, contenders, seedText } = input
  const orders = isSettledByPriority(entries) ? 1 : input.orders
  const pinned = new Set(input.pins.map(pin => pin.code))
  const tallies = contenders.map(() => new Tally(entries.filter(({ code }) => !pinned.has(code))))
  for (let order = 0; order < orders; order++) {
    const ranking = rankEntriesInSteps(entries, sha256(`${seedText}|${order}`))
    const ranked = yield* scaled(ranking, order / orders, 0)
    for (const [index, contender] of contenders.entries()) {
      const work = allocateInSteps({ ...input, ...contender, ranked })
      const start = order + index / contenders.length
      const allocation = yield* scaled(work, start / orders, 1 / orders / contenders.length)
      tallies[index]?.add(ranked, allocation, pinned)
    }
  }
  return contenders.map((contender, index) => ({
    ...contender,
    ...(tallies[index] as Tally).figures(),
  }))
}

function isSettledByPriority(entries: readonly Entry[]): boolean {
  return new Set(entries.map(entry => entry.priority)).size === entries.length
}

function* scaled<T>(
  work: Generator<Progress, T>,
  start: number,
  span: number,
): Generator<Progress, T> {
  yield start
  for (;;) {
    const { done, value } = work.next()
    if (done) return value
    yield start + value * span
  }
}
