import type { Progress } from '#app/allocation/allocate.ts'
import type { Work } from '#app/allocation/draw.ts'
import { runToEnd } from '#app/allocation/run-to-end.ts'
import { type Beacon, QUICKNET } from '#app/allocation/terms/drand.ts'
import { BadInput } from './bad-input.ts'
import { type Checking, checks, type Found, type VerificationStepName } from './checks.ts'
import type { DrawDocument } from './document.ts'
import { type Identity, identityOf } from './identity.ts'
import { TooMuch } from './too-much.ts'
import type { Witness } from './witness.ts'

export const VERIFICATION_STEPS = {
  1: ['form', 'commitment', 'rollHash', 'roll', 'seed', 'byHand', 'ranking', 'result', 'outside'],
  2: [
    ...([
      'form',
      'commitment',
      'rollHash',
      'roll',
      'terms',
      'termsHash',
      'source',
      'seed',
    ] as const),
    ...(['byHand', 'ranking', 'result', 'outside'] as const),
  ],
} as const satisfies Record<1 | 2, readonly VerificationStepName[]>

export interface VerificationStep extends Omit<Found, 'holds'> {
  readonly name: VerificationStepName
  readonly holds: boolean
}

export interface Verification {
  readonly holds: boolean
  readonly steps: readonly VerificationStep[]
  /** Steps skipped because an earlier one failed. */
  readonly notReached: readonly VerificationStepName[]
  /** If asked for, and everything holds. */
  readonly identity?: Identity
}

export interface Verifying {
  /** What somebody kept from outside, to hold the document against. */
  readonly witness?: Witness | undefined
  readonly beacon?: Beacon | undefined
  readonly most?: Work | undefined
  readonly identifies?: boolean | undefined
}

export function verifyDraw(json: string, asked?: Verifying): Verification {
  return runToEnd(verifyDrawInSteps(json, asked)) as Verification
}

/** @returns null if the document needs more work than `most`, before any of it is done */
export function* verifyDrawInSteps(
  json: string,
  { witness = {}, beacon = QUICKNET, most, identifies }: Verifying = {},
): Generator<Progress, Verification | null> {
  const checking: Checking = { json, witness, beacon, most }
  const steps: VerificationStep[] = []
  try {
    for (const name of namesFor(checking)) {
      const { holds = true, ...found } = yield* checks[name](checking)
      steps.push({ name, holds, ...found })
      if (!holds) break
    }
  } catch (error) {
    if (error instanceof TooMuch) return null
    if (!(error instanceof BadInput)) throw error
    const name = stepsOf(checking)[steps.length] as VerificationStepName
    steps.push({ name, holds: false, finding: error.message })
  }
  const notReached = stepsOf(checking).slice(steps.length)
  const holds = notReached.length === 0 && steps.every(step => step.holds)
  const verification = { holds, steps, notReached }
  // A draw of which every step holds is drawn.
  return holds && identifies
    ? { ...verification, identity: identityOf(checking.draw as DrawDocument) }
    : verification
}

/** The version is known only once the form was read. */
function* namesFor(checking: Checking): Generator<VerificationStepName> {
  yield 'form'
  yield* stepsOf(checking).slice(1)
}

function stepsOf({ draw }: Checking): readonly VerificationStepName[] {
  return VERIFICATION_STEPS[draw?.version ?? 1]
}
