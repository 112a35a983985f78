import { createHash, randomBytes } from 'node:crypto'
import { bls12_381 } from '@noble/curves/bls12-381'
import { DOMAIN, roundMessageOf } from '#app/allocation/terms/drand.ts'
import type { BeaconInForce } from '../beacon.server.ts'

const { shortSignatures, fields } = bls12_381
const DAY = 86_400

export type TestChain = {
  beacon: BeaconInForce
  /** Also of rounds to come. */
  signatureOf(round: number): string
}

/** A chain of drand's scheme with its own key and a round a second since a day ago. */
export function makeTestChain(parts: Partial<BeaconInForce> = {}): TestChain {
  const key = randomBytes(32).fill(1, 0, 1)
  const publicKey = shortSignatures.getPublicKey(key).toHex(true)
  const known = new Map<number, string>()
  return {
    beacon: {
      chainHash: `7e57${createHash('sha256').update(publicKey).digest('hex').slice(4)}`,
      publicKey,
      periodSeconds: 1,
      genesis: Math.floor(Date.now() / 1000) - DAY,
      leastSeconds: 2,
      ...parts,
    },
    signatureOf(round) {
      const message = shortSignatures.hash(roundMessageOf(round), DOMAIN)
      const signature = known.get(round) ?? shortSignatures.sign(message, key).toHex(true)
      known.set(round, signature)
      return signature
    },
  }
}

/** The text of a signature with x + p, which some libraries read as the same; undefined where it has no room. */
export function secondFormOf(signature: string): string | undefined {
  const flags = BigInt(`0x${signature.slice(0, 2)}`) & 0xe0n
  const x = (BigInt(`0x${signature}`) & ((1n << 381n) - 1n)) + fields.Fp.ORDER
  return x < 1n << 381n ? (x | (flags << 376n)).toString(16) : undefined
}
