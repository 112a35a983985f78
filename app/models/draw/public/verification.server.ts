import type { LogToVerify, VerificationWithLog } from '#app/allocation/after/verify-with-log.ts'
import type { Verification } from '#app/allocation/document/verify.ts'
import type { Witness } from '#app/allocation/document/witness.ts'
import type { Work } from '#app/allocation/draw.ts'
import { theBeacon } from '#app/models/draw/beacon/beacon.server.ts'
import {
  calculate,
  TooMuchWorkError,
  WorkersFullError,
} from '#app/models/draw/workers/workers.server.ts'

/**
 * Limits for a stranger's document: two or three seconds of one core and 64 MB. That covers a draw of 20,000 entries
 * for 5,000 tickets; the script checks larger ones.
 */
const MOST: Work = { hashes: 250_000, cells: 120_000_000, looks: 700_000_000, bytes: 64_000_000 }
const OURS: Work = { hashes: 600_000, cells: 400_000_000, looks: 1_500_000_000, bytes: 128_000_000 }

/**
 * @param visitor undefined for a document of our own
 * @returns 'too much' when it needs more time or memory than allowed, 'busy' when too many others wait
 */
export async function verifyDocument(
  text: string,
  visitor: string | undefined,
  witness: Witness = {},
): Promise<Verification | 'too much' | 'busy'> {
  const isOurs = visitor === undefined
  const lane = isOurs ? 'now' : 'strangers'
  const asked = { most: isOurs ? OURS : MOST, witness, beacon: theBeacon(), identifies: !isOurs }
  return verdictOf(() => calculate('verify', { text, asked }, lane, visitor))
}

/** At the heaps of those who wait: a second or two. */
const MOST_LOOKS = 50_000_000

/** The log of what came after a decision, and the document that it goes on from, where there is one. */
export async function verifyLog(
  { witness, ...log }: LogFrom,
  visitor: string,
): Promise<VerificationWithLog | 'too much' | 'busy'> {
  const asked = { most: MOST, witness, beacon: theBeacon(), identifies: true }
  const input = { ...log, asked, mostLooks: MOST_LOOKS }
  return verdictOf(() => calculate('log', input, 'strangers', visitor))
}

type LogFrom = Omit<LogToVerify, 'asked' | 'mostLooks'> & { witness: Witness }

async function verdictOf<Found>(
  find: () => Promise<Found | null>,
): Promise<Found | 'too much' | 'busy'> {
  try {
    return (await find()) ?? 'too much'
  } catch (error) {
    if (error instanceof TooMuchWorkError) return 'too much'
    if (error instanceof WorkersFullError) return 'busy'
    throw error
  }
}
