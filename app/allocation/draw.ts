import { BadInput } from '#app/allocation/document/bad-input.ts'
import type {
  DrawDocument,
  DrawInput,
  DrawInput2,
  LockedDraw,
} from '#app/allocation/document/document.ts'
import { cut } from '#app/allocation/document/quote.ts'
import { type TableWork, tableWork } from '#app/allocation/exact/exact.ts'
import { allocateInSteps, type Progress, takeOffFirst } from './allocate.ts'
import { checkOrder } from './order.ts'
import { commitmentOf, rankEntriesInSteps } from './ranking.ts'
import { parseRoll, rollHashOf } from './roll.ts'
import { runToEnd } from './run-to-end.ts'
import { seedOfDraw } from './seed.ts'
import { checkValue } from './terms/public-value.ts'
import { checkTerms, type Terms, termsHashOf } from './terms/terms.ts'
import type { Entry, Problem, SetByHand } from './types.ts'

/** @throws {BadInput} naming the part that does not fit */
export function completeDraw(input: DrawInput): DrawDocument {
  return runToEnd(completeDrawInSteps(input))
}

export function* completeDrawInSteps(input: DrawInput): Generator<Progress, DrawDocument> {
  const entries = parseRoll(input.roll)
  if (commitmentOf(input.secret) !== input.commitment) {
    throw new BadInput('commitment', 'is not the hash of the secret')
  }
  if (rollHashOf(input.roll) !== input.rollHash) {
    throw new BadInput('rollHash', 'is not the hash of the roll')
  }
  checkSetByHand(input, entries)
  if (input.version === 2) checkLocked(input, entries)
  const seed = seedOfDraw(input)
  const ranked = yield* rankEntriesInSteps(entries, seed)
  const { amounts } = yield* allocateInSteps(problemOf(input, ranked))
  return {
    ...input,
    seed,
    ranking: ranked.map(entry => entry.code),
    result: new Map(ranked.map((entry, place) => [entry.code, amounts[place] as number])),
  }
}

function checkLocked(input: DrawInput2, entries: readonly Entry[]): void {
  checkOrder(input.order, entries)
  checkTerms(input.terms, termsOf(input))
  if (termsHashOf(input.terms) !== input.termsHash)
    throw new BadInput('termsHash', 'is not the hash of the terms')
  checkValue(input)
}

/** The terms that the other fields of a draw amount to. */
export function termsOf(draw: Omit<LockedDraw, 'terms' | 'termsHash'>): Terms {
  return { ...draw, cap: draw.options.cap, source: draw.publicValueSource ?? '-' }
}

/** Some 300,000 hashes a second, and the table of an exact rule. */
export interface Work extends TableWork {
  readonly hashes: number
}

/** Known before the work begins. @throws {BadInput} */
export function workOf(input: DrawInput): Work {
  return workOfEntries(input, parseRoll(input.roll))
}

export function workOfEntries(input: DrawInput, entries: readonly Entry[]): Work {
  const hashes = entries.reduce((sum, entry) => sum + entry.weight, 0)
  const { rule } = input
  if (rule === 'fair-share' || rule === 'plain') return { hashes, cells: 0, looks: 0, bytes: 0 }
  const { places, free } = takeOffFirst(problemOf(input, entries))
  const lists = places.map(place => entries[place]?.sizes ?? [])
  return { hashes, ...tableWork(lists, free, rule) }
}

export function problemOf(input: DrawInput, ranked: readonly Entry[]): Problem {
  const { rule, options, capacity, heldBack, pins } = input
  return { rule, options, capacity, heldBack, pins, ranked }
}

export function checkSetByHand(input: DrawInput, entries: readonly Entry[]): void {
  const codes = new Set(entries.map(entry => entry.code))
  checkCodes('pins', input.pins, codes)
  checkCodes('overrides', input.overrides, codes)
  const { capacity, heldBack } = input
  const inPins = input.pins.reduce((sum, pin) => sum + pin.amount, 0)
  if (capacity < inPins + heldBack) {
    throw new BadInput(
      'capacity',
      `${capacity} is fewer than the ${inPins} pinned and ${heldBack} held back`,
    )
  }
}

function checkCodes(field: string, items: readonly SetByHand[], codes: ReadonlySet<string>): void {
  const seen = new Set<string>()
  items.forEach(({ code }, index) => {
    const place = `${field}, item ${index + 1}`
    if (!codes.has(code)) throw new BadInput(place, `code ${cut(code)} is not in the roll`)
    if (seen.has(code)) throw new BadInput(place, `code ${cut(code)} is there twice`)
    seen.add(code)
  })
}
