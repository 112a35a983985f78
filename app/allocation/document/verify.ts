import { allocateInSteps, type Progress } from '#app/allocation/allocate.ts'
import {
  checkSetByHand,
  problemOf,
  seedOfDraw,
  type Work,
  workOfEntries,
} from '#app/allocation/draw.ts'
import { commitmentOf, rankEntriesInSteps } from '#app/allocation/ranking.ts'
import { parseRoll, rollHashOf } from '#app/allocation/roll.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import type { Entry } from '#app/allocation/types.ts'
import { BadInput } from './bad-input.ts'
import { type DrawDocument, parseJson, readDrawDocument } from './document.ts'
import { cut } from './quote.ts'

export const VERIFICATION_STEPS = [
  'form',
  'commitment',
  'rollHash',
  'roll',
  'seed',
  'byHand',
  'ranking',
  'result',
] as const
export type VerificationStepName = (typeof VERIFICATION_STEPS)[number]

export interface VerificationStep {
  readonly name: VerificationStepName
  readonly holds: boolean
  readonly finding: string
  readonly hash?: { readonly formula: string; readonly computed: string; readonly given: string }
  /** Step `byHand` only: entries changed after the draw, out of all. */
  readonly changed?: { readonly count: number; readonly entries: number }
}

/** The draw is as published only if each of `VERIFICATION_STEPS` is there and holds. */
export function verifyDraw(json: string): VerificationStep[] {
  return runToEnd(verifyDrawInSteps(json)) ?? []
}

/** @returns null if the document needs more work than `most`, before any of it is done */
export function* verifyDrawInSteps(
  json: string,
  most?: Work,
): Generator<Progress, VerificationStep[] | null> {
  const steps: VerificationStep[] = []
  try {
    if ((yield* verifySteps(json, steps, most)) === 'too much') return null
  } catch (error) {
    if (!(error instanceof BadInput)) throw error
    const name = VERIFICATION_STEPS[steps.length] as VerificationStepName
    steps.push({ name, holds: false, finding: error.message })
  }
  return steps
}

function* verifySteps(
  json: string,
  steps: VerificationStep[],
  most?: Work,
): Generator<Progress, 'too much' | undefined> {
  const document = readDrawDocument(parseJson(json))
  const { eventId, draw, secret, roll } = document
  const holds = (
    name: VerificationStepName,
    finding: string,
    more?: Pick<VerificationStep, 'changed'>,
  ) => steps.push({ name, holds: true, finding, ...more })
  holds('form', `Draw ${draw} of event ${cut(eventId)}, with every field that it needs.`)

  const commitment = commitmentOf(secret)
  if (!hashStep(steps, 'commitment', 'sha256(secret)', commitment, document.commitment)) return
  if (!hashStep(steps, 'rollHash', 'sha256(roll)', rollHashOf(roll), document.rollHash)) return

  const entries = parseRoll(roll)
  holds('roll', `${entries.length} entries, sorted by code, each one well formed.`)

  const formula = 'sha256("v1|" + eventId + "|" + secret + "|" + rollHash + "|" + publicValue)'
  const seed = seedOfDraw(document)
  if (!hashStep(steps, 'seed', formula, seed, document.seed)) return

  checkSetByHand(document, entries)
  const changed = { count: document.overrides.length, entries: document.ranking.length }
  holds('byHand', setByHandFinding(document), { changed })

  if (most && isMore(workOfEntries(document, entries), most)) return 'too much'
  const ranked = yield* rankEntriesInSteps(entries, seed)
  checkRanking(document, ranked)
  holds('ranking', `${ranked.length} entries by priority, then by their lowest hash.`)

  const { amounts, left } = yield* allocateInSteps(problemOf(document, ranked))
  checkResult(document, ranked, amounts)
  const given = amounts.reduce((sum, amount) => sum + amount, 0)
  holds('result', `${given} tickets given, ${document.heldBack} held back, ${left} left.`)
}

function isMore(work: Work, most: Work): boolean {
  return (Object.keys(most) as (keyof Work)[]).some(kind => work[kind] > most[kind])
}

function hashStep(
  steps: VerificationStep[],
  name: VerificationStepName,
  formula: string,
  computed: string,
  given: string,
): boolean {
  const holds = computed === given
  const finding = holds
    ? `The ${name} is ${formula}.`
    : `${name}: ${formula} is ${computed}, but the document says ${given}`
  steps.push({ name, holds, finding, hash: { formula, computed, given } })
  return holds
}

function setByHandFinding({ ranking, pins, overrides }: DrawDocument): string {
  return `Of ${ranking.length}, ${pins.length} pinned before the draw and ${overrides.length} set by hand after it.`
}

function checkRanking({ ranking }: DrawDocument, ranked: readonly Entry[]): void {
  if (ranking.length !== ranked.length) {
    throw new BadInput('ranking', `has ${ranking.length} codes, but the roll ${ranked.length}`)
  }
  ranked.forEach(({ code }, place) => {
    const given = ranking[place] as string
    if (given !== code) {
      throw new BadInput(`ranking, place ${place + 1}`, `is ${cut(code)}, not ${cut(given)}`)
    }
  })
}

function checkResult(
  { result }: DrawDocument,
  ranked: readonly Entry[],
  amounts: Int32Array,
): void {
  ranked.forEach(({ code }, place) => {
    const given = result.get(code)
    if (given === undefined) throw new BadInput(`result, ${cut(code)}`, 'is missing')
    if (given !== amounts[place]) {
      throw new BadInput(`result, ${cut(code)}`, `is ${amounts[place]}, not ${given}`)
    }
  })
  if (result.size > ranked.length) {
    const codes = new Set(ranked.map(entry => entry.code))
    const stranger = [...result.keys()].find(code => !codes.has(code)) as string
    throw new BadInput(`result, ${cut(stranger)}`, 'is not in the roll')
  }
}
