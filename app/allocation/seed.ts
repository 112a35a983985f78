import type { DrawInput } from '#app/allocation/document/document.ts'
import { sha256 } from './ranking.ts'

/** How the seed of each version is written, for a reader who wants to compute it. */
export const SEED_FORMULAS = {
  1: 'sha256("v1|" + eventId + "|" + secret + "|" + rollHash + "|" + publicValue)',
  2: 'sha256("v2|" + eventId + "|" + draw + "|" + secret + "|" + rollHash + "|" + termsHash + "|" + publicValue)',
} as const

export function seedOfDraw(input: DrawInput): string {
  const { eventId, draw, secret, rollHash } = input
  return input.version === 1
    ? sha256(`v1|${eventId}|${secret}|${rollHash}|${input.publicValue ?? ''}`)
    : sha256(`v2|${eventId}|${draw}|${secret}|${rollHash}|${input.termsHash}|${input.publicValue}`)
}
