import { createHash } from 'node:crypto'
import { bls12_381 } from '@noble/curves/bls12-381'

/** A public randomness beacon of drand's unchained scheme, with signatures on G1. */
export interface Beacon {
  /** 64 lower-case hex digits. */
  readonly chainHash: string
  /** A compressed point of G2, in hex. */
  readonly publicKey: string
  readonly periodSeconds: number
  /** When round 1 appeared, in seconds since 1970. */
  readonly genesis: number
}

/** https://api.drand.sh/52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971/info */
export const QUICKNET: Beacon = {
  chainHash: '52db9ba70e0cc0f6eaf7803dd07447a1f5477735fd3f661792ba94600c84e971',
  publicKey:
    '83cf0f2896adee7eb8b5f01fcad3912212c437e0073e911fb90022d3e760183c8c4b450b6a0a6c3ac6a5776a2d1064510d1fec758c921cc22b0e17e63aaf4bcb5ed66304de9cf809bd274ca73bab4af5a6e9c76a4bc09e76eae8991ef5ece45a',
  periodSeconds: 3,
  genesis: 1_692_803_367,
}

/** The tag of the hash to G1 in the scheme bls-unchained-g1-rfc9380. */
export const DOMAIN = 'BLS_SIG_BLS12381G1_XMD:SHA-256_SSWU_RO_NUL_'
/** The form of a signature. */
export const SIGNATURE = /^[0-9a-f]{96}$/

/** The first round that appears at an instant or later, in seconds since 1970. */
export function roundAt({ genesis, periodSeconds }: Beacon, seconds: number): number {
  return Math.max(1, Math.ceil((seconds - genesis) / periodSeconds) + 1)
}

/** When a round appears, in seconds since 1970. */
export function secondsOfRound({ genesis, periodSeconds }: Beacon, round: number): number {
  return genesis + periodSeconds * (round - 1)
}

/** The public value of a signature: the hash of its 48 bytes, not of its text. */
export function valueOfSignature(signature: string): string {
  return createHash('sha256').update(Buffer.from(signature, 'hex')).digest('hex')
}

/**
 * Whether a text is the beacon's signature of a round, in its one canonical form. Takes some 100 ms.
 * @param signature what should be 96 lower-case hex digits; anything else is none
 */
export function isSignatureOf(beacon: Beacon, round: number, signature: string): boolean {
  if (!SIGNATURE.test(signature)) return false
  const { shortSignatures, G1 } = bls12_381
  try {
    const point = G1.Point.fromHex(signature)
    // @noble/curves 1.9 also reads x + p, which is another text for the same point.
    if (point.is0() || point.toHex(true) !== signature) return false
    point.assertValidity()
    return shortSignatures.verify(
      point,
      shortSignatures.hash(roundMessageOf(round), DOMAIN),
      beacon.publicKey,
    )
  } catch {
    return false
  }
}

/** SHA-256 of the round as 8 bytes, big-endian. */
export function roundMessageOf(round: number): Uint8Array {
  const bytes = Buffer.alloc(8)
  bytes.writeBigUInt64BE(BigInt(round))
  return createHash('sha256').update(bytes).digest()
}
