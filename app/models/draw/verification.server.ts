import type { Work } from '#app/allocation/draw.ts'
import { VERIFICATION_STEPS, type VerificationStep } from '#app/allocation/verify.ts'
import { calculate, TooMuchWorkError, WorkersFullError } from './workers.server.ts'

export type Verification = {
  holds: boolean
  steps: VerificationStep[]
  /** The steps that were not reached, since one before them does not hold. */
  notReached: string[]
}

/**
 * What a stranger's document may take: some seconds of one core and 250 MB. A draw of 20,000 entries for
 * 5,000 tickets is well within it; a document that fits into the form has hardly more entries than 40,000.
 */
const MOST: Work = { hashes: 600_000, cells: 400_000_000, looks: 1_500_000_000, bytes: 250_000_000 }

/**
 * Recomputes a draw from the text of its document.
 * @param whose a stranger's, or one that this program keeps
 * @returns 'too much' when that would take more time or memory than we give, 'busy' when too many others wait
 */
export async function verifyDocument(
  text: string,
  whose: 'stranger' | 'ours' = 'stranger',
): Promise<Verification | 'too much' | 'busy'> {
  try {
    const steps = await calculate(
      'verify',
      { text, most: MOST },
      whose === 'ours' ? 'now' : 'strangers',
    )
    if (!steps) return 'too much'
    const notReached = VERIFICATION_STEPS.slice(steps.length)
    return { holds: notReached.length === 0 && steps.every(step => step.holds), steps, notReached }
  } catch (error) {
    if (error instanceof TooMuchWorkError) return 'too much'
    if (error instanceof WorkersFullError) return 'busy'
    throw error
  }
}
