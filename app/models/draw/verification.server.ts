import { VERIFICATION_STEPS, type VerificationStep } from '#app/allocation/verify.ts'
import { calculate, TooMuchWorkError } from './workers.server.ts'

export type Verification = {
  holds: boolean
  steps: VerificationStep[]
  /** The steps that were not reached, since one before them does not hold. */
  notReached: string[]
}

/** Recomputes a draw from the text of its document. Undefined when that took more time or memory than we give. */
export async function verifyDocument(text: string): Promise<Verification | undefined> {
  try {
    const steps = await calculate('verify', text)
    const notReached = VERIFICATION_STEPS.slice(steps.length)
    return { holds: notReached.length === 0 && steps.every(step => step.holds), steps, notReached }
  } catch (error) {
    if (error instanceof TooMuchWorkError) return undefined
    throw error
  }
}
