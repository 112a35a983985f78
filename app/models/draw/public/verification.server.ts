import { VERIFICATION_STEPS, type VerificationStep } from '#app/allocation/document/verify.ts'
import type { Work } from '#app/allocation/draw.ts'
import {
  calculate,
  TooMuchWorkError,
  WorkersFullError,
} from '#app/models/draw/workers/workers.server.ts'

export type Verification = {
  holds: boolean
  steps: VerificationStep[]
  notReached: string[]
}

/** For strangers: two or three seconds of a core and 64 MB, enough for 20,000 entries and 5,000 tickets. */
const MOST: Work = { hashes: 250_000, cells: 120_000_000, looks: 700_000_000, bytes: 64_000_000 }
const OURS: Work = { hashes: 600_000, cells: 400_000_000, looks: 1_500_000_000, bytes: 128_000_000 }

/**
 * @param visitor undefined for a document of our own
 * @returns 'too much' when it needs more time or memory than allowed, 'busy' when too many others wait
 */
export async function verifyDocument(
  text: string,
  visitor: string | undefined,
): Promise<Verification | 'too much' | 'busy'> {
  try {
    const isOurs = visitor === undefined
    const lane = isOurs ? 'now' : 'strangers'
    const steps = await calculate('verify', { text, most: isOurs ? OURS : MOST }, lane, visitor)
    if (!steps) return 'too much'
    const notReached = VERIFICATION_STEPS.slice(steps.length)
    return { holds: notReached.length === 0 && steps.every(step => step.holds), steps, notReached }
  } catch (error) {
    if (error instanceof TooMuchWorkError) return 'too much'
    if (error instanceof WorkersFullError) return 'busy'
    throw error
  }
}
