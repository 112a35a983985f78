import { TooMuch } from '#app/allocation/document/too-much.ts'
import {
  type Verification,
  type Verifying,
  verifyDrawInSteps,
} from '#app/allocation/document/verify.ts'
import {
  checkLogInSteps,
  LOG_STEPS,
  type LogIdentity,
  type LogStep,
  type LogStepName,
  type LogToCheck,
} from './check-log.ts'

export interface LogToVerify {
  readonly log: string
  readonly of: LogToCheck['of']
  readonly kept?: LogToCheck['kept']
  readonly asked: Verifying
  readonly mostLooks: number
}

export interface VerificationWithLog extends Omit<Verification, 'steps' | 'notReached'> {
  readonly steps: readonly (Verification['steps'][number] | LogStep)[]
  readonly notReached: readonly (Verification['notReached'][number] | LogStepName)[]
  readonly log?: LogIdentity
}

/** @returns null if it needs more work than allowed */
export function* verifyWithLogInSteps(
  asked: LogToVerify,
): Generator<number, VerificationWithLog | null> {
  const draw =
    'document' in asked.of ? yield* verifyDrawInSteps(asked.of.document, asked.asked) : NO_DRAW
  if (!draw) return null
  if (!draw.holds) return { ...draw, notReached: [...draw.notReached, ...LOG_STEPS] }
  try {
    const { identity: log, ...checked } = yield* checkLogInSteps({ ...asked, text: asked.log })
    return {
      ...draw,
      ...checked,
      steps: [...draw.steps, ...checked.steps],
      ...(log ? { log } : {}),
    }
  } catch (error) {
    if (error instanceof TooMuch) return null
    throw error
  }
}

const NO_DRAW: Verification = { holds: true, steps: [], notReached: [] }
