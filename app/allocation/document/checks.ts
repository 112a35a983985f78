import { allocateInSteps, type Progress } from '#app/allocation/allocate.ts'
import {
  checkSetByHand,
  problemOf,
  termsOf,
  type Work,
  workOfEntries,
} from '#app/allocation/draw.ts'
import { checkOrder } from '#app/allocation/order.ts'
import { commitmentOf, rankEntriesInSteps } from '#app/allocation/ranking.ts'
import { parseRoll, rollHashOf } from '#app/allocation/roll.ts'
import { SEED_FORMULAS, seedOfDraw } from '#app/allocation/seed.ts'
import type { Beacon } from '#app/allocation/terms/drand.ts'
import { sayProof } from '#app/allocation/terms/public-value.ts'
import { parseSource } from '#app/allocation/terms/source.ts'
import { checkTerms, termsHashOf } from '#app/allocation/terms/terms.ts'
import type { Entry } from '#app/allocation/types.ts'
import { BadInput } from './bad-input.ts'
import {
  type DrawDocument,
  isLockedDraw,
  type LockedDraw,
  parseJson,
  readDrawDocument,
  readLockedDraw,
} from './document.ts'
import { checkFinal, checkRanking, checkResult } from './outcome.ts'
import { cut } from './quote.ts'
import { TooMuch } from './too-much.ts'
import { holdAgainst, type Witness } from './witness.ts'

/** What the steps have found so far. */
export interface Checking {
  readonly json: string
  readonly witness: Witness
  readonly beacon: Beacon
  readonly most: Work | undefined
  draw?: DrawDocument | LockedDraw
  entries?: readonly Entry[]
  ranked?: readonly Entry[]
}

export interface Found {
  /** Missing when it does. */
  readonly holds?: boolean
  /** One sentence: what was found or, naming the place, what is wrong. */
  readonly finding: string
  readonly hash?: { readonly formula: string; readonly computed: string; readonly given: string }
  /** Step `byHand` only: entries changed after the draw, out of all. */
  readonly changed?: { readonly count: number; readonly entries: number }
}

type Check = (checking: Checking) => Generator<Progress, Found>

/** Each throws BadInput when it does not hold, and adds what later steps need. */
export const checks = {
  form: step(checking => {
    const value = parseJson(checking.json)
    const draw = isLockedDraw(value) ? readLockedDraw(value) : readDrawDocument(value)
    checking.draw = draw
    const fields = isDrawn(draw) ? 'with every field that it needs' : 'locked and not yet drawn'
    return say(`Draw ${draw.draw} of event ${cut(draw.eventId)}, ${fields}.`)
  }),
  commitment: step(({ draw }) => {
    const { secret, commitment } = known(draw)
    return compare('commitment', 'sha256(secret)', commitmentOf(secret), commitment)
  }),
  rollHash: step(({ draw }) => {
    const { roll, rollHash } = known(draw)
    return compare('rollHash', 'sha256(roll)', rollHashOf(roll), rollHash)
  }),
  roll: step(checking => {
    const { roll, order, version } = known(checking.draw)
    checking.entries = parseRoll(roll)
    if (version === 2) checkOrder(order, checking.entries)
    return say(`${checking.entries.length} entries, sorted by code, each one well formed.`)
  }),
  terms: step(({ draw }) => {
    const locked = lockedOf(draw)
    checkTerms(locked.terms, termsOf(locked))
    return say('The terms say the same as the other fields.')
  }),
  termsHash: step(({ draw }) => {
    const { terms, termsHash } = lockedOf(draw)
    return compare('termsHash', 'sha256(terms)', termsHashOf(terms), termsHash)
  }),
  source: step(({ draw, beacon }) => {
    parseSource(lockedOf(draw).publicValueSource ?? '-')
    const drawn = drawnOf(draw)
    return say(drawn.version === 2 ? sayProof(drawn, beacon) : '')
  }),
  seed: step(({ draw }) => {
    const drawn = drawnOf(draw)
    return compare('seed', SEED_FORMULAS[drawn.version], seedOfDraw(drawn), drawn.seed)
  }),
  byHand: step(({ draw, entries = [] }) => {
    const drawn = drawnOf(draw)
    checkSetByHand(drawn, entries)
    if (drawn.version === 2) checkFinal(drawn)
    const { pins, overrides, ranking } = drawn
    const finding = `Of ${ranking.length}, ${pins.length} pinned before the draw and ${overrides.length} set by hand after it.`
    return { finding, changed: { count: overrides.length, entries: ranking.length } }
  }),
  *ranking(checking: Checking) {
    const { entries = [], most } = checking
    const drawn = drawnOf(checking.draw)
    if (most && isMore(workOfEntries(drawn, entries), most)) throw new TooMuch()
    const ranked = yield* rankEntriesInSteps(entries, drawn.seed)
    checkRanking(drawn, ranked)
    checking.ranked = ranked
    return say(`${ranked.length} entries by priority, then by their lowest hash.`)
  },
  *result({ draw, ranked = [] }: Checking) {
    const drawn = drawnOf(draw)
    const { amounts, left } = yield* allocateInSteps(problemOf(drawn, ranked))
    checkResult(drawn, ranked, amounts)
    const given = amounts.reduce((sum, amount) => sum + amount, 0)
    return say(`Tickets given: ${given}. Held back: ${drawn.heldBack}. Left: ${left}.`)
  },
  outside: step(({ draw, witness }) => {
    const drawn = drawnOf(draw)
    const unbound =
      drawn.version === 1
        ? ' In version 1, rule, capacity, held-back tickets and pins were bound by nothing.'
        : ''
    return say(holdAgainst(drawn, witness) + unbound)
  }),
} satisfies Record<string, Check>

export type VerificationStepName = keyof typeof checks

function step(check: (checking: Checking) => Found): Check {
  // biome-ignore lint/correctness/useYield: the other steps do
  return function* (checking) {
    return check(checking)
  }
}

function say(finding: string): Found {
  return { finding }
}

function compare(name: string, formula: string, computed: string, given: string): Found {
  const holds = computed === given
  const finding = holds
    ? `The ${name} is ${formula}.`
    : `${name}: ${formula} is ${computed}, but the document says ${given}`
  return { holds, finding, hash: { formula, computed, given } }
}

function known<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the form was not read')
  return value
}

function lockedOf(draw: Checking['draw']): LockedDraw {
  const read = known(draw)
  if (read.version === 1) throw new Error('version 1 has no terms')
  return read
}

function isDrawn(draw: DrawDocument | LockedDraw): draw is DrawDocument {
  return 'seed' in draw
}

function drawnOf(draw: Checking['draw']): DrawDocument {
  const read = known(draw)
  if (isDrawn(read)) return read
  throw new BadInput('publicValue', 'is not known yet: the draw is complete but for the value')
}

function isMore(work: Work, most: Work): boolean {
  return (Object.keys(most) as (keyof Work)[]).some(kind => work[kind] > most[kind])
}
