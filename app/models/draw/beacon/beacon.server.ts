import { type Beacon, QUICKNET, SIGNATURE } from '#app/allocation/terms/drand.ts'
import {
  calculate,
  TooMuchWorkError,
  WorkersFullError,
} from '#app/models/draw/workers/workers.server.ts'
import { settings } from '#app/settings.server.ts'

export interface BeaconInForce extends Beacon {
  /** Between a locking and its round. */
  readonly leastSeconds: number
}

const DRAND: BeaconInForce = { ...QUICKNET, leastSeconds: 900 }

export function theBeacon(): BeaconInForce {
  return settings().TEST_BEACON ?? DRAND
}

/**
 * Checks the signature of a round off the event loop.
 * @param member id of who pasted it, so that pasting holds up no organizer; undefined for what the server fetched
 * @returns 'busy' when too many others wait
 */
export async function checkSignature(
  round: number,
  signature: string,
  member?: string,
): Promise<'genuine' | 'wrong' | 'busy'> {
  if (!SIGNATURE.test(signature)) return 'wrong'
  const input = { beacon: theBeacon(), round, signature }
  const lane = member === undefined ? 'now' : 'members'
  try {
    return (await calculate('signature', input, lane, member)) ? 'genuine' : 'wrong'
  } catch (error) {
    if (error instanceof WorkersFullError || error instanceof TooMuchWorkError) return 'busy'
    throw error
  }
}
