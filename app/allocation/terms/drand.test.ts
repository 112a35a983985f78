import { bls12_381 } from '@noble/curves/bls12-381'
import { describe, expect, test } from 'vitest'
import {
  DOMAIN,
  isSignatureOf,
  QUICKNET,
  roundAt,
  roundMessageOf,
  secondsOfRound,
  valueOfSignature,
} from './drand.ts'

/** The round of the example that another program made. */
const ROUND = 657_413
const SIGNATURE =
  'b713718a38ae728dfd477991af2822e08d2f305e47718cef9f7848ce4050e7be41076862b98fad56e91a6b85b89cd97b'
const VALUE = 'fc1873a13f3545aeade8401532ef5519920652eee6b0d2b19ca12643b87b3587'

const isGenuine = (signature: string, round = ROUND) => isSignatureOf(QUICKNET, round, signature)

test('a round has the instant that the specification gives', () => {
  const at = Date.parse('2026-12-01T14:35:00Z') / 1000
  expect(roundAt(QUICKNET, at)).toBe(34_444_112)
  expect(secondsOfRound(QUICKNET, 34_444_112)).toBeGreaterThanOrEqual(at)
  expect(secondsOfRound(QUICKNET, 34_444_111)).toBeLessThan(at)
  expect(roundAt(QUICKNET, secondsOfRound(QUICKNET, ROUND))).toBe(ROUND)
})

test('the signature of a real round is genuine, and its value is the hash of its bytes', () => {
  expect(isGenuine(SIGNATURE)).toBe(true)
  expect(valueOfSignature(SIGNATURE)).toBe(VALUE)
})

describe('is refused:', () => {
  const infinity = `c0${'0'.repeat(94)}`
  const otherRoot = (Number.parseInt(SIGNATURE.slice(0, 2), 16) ^ 0x20).toString(16)

  test.each([
    ['the other root', otherRoot + SIGNATURE.slice(2)],
    ['infinity', infinity],
    ['nothing', ''],
    ['upper case', SIGNATURE.toUpperCase()],
    ['a digit less', SIGNATURE.slice(1)],
    ['a space more', `${SIGNATURE} `],
    ['what is no point', 'f'.repeat(96)],
    ['an x that is on no curve', `80${'0'.repeat(93)}3`],
  ])('%s', (_, signature) => {
    expect(isGenuine(signature)).toBe(false)
  })

  test('the signature of another round', () => {
    expect(isGenuine(SIGNATURE, ROUND + 1)).toBe(false)
  })

  test('the same under another key', () => {
    const publicKey =
      'a0b862a7527fee3a731bcb59280ab6abd62d5c0b6ea03dc4ddf6612fdfc9d01f01c31542541771903475eb1ec6615f8d0df0b8b6dce385811d6dcf8cbefb8759e5e616a3dfd054c928940766d9a5b9db91e3b697e5d70a975181e007f87fca5e'
    expect(isSignatureOf({ ...QUICKNET, publicKey }, ROUND, SIGNATURE)).toBe(false)
  })

  test('a second encoding of a genuine point, with x + p', () => {
    const { beacon, round, signature } = signedWithSmallX()
    expect(isSignatureOf(beacon, round, signature)).toBe(true)
    const x = numberIn(signature) + P
    const flags = BigInt(`0x${signature.slice(0, 2)}`) & 0xe0n
    const second = (x | (flags << 376n)).toString(16)
    // The library reads it as the same point.
    expect(bls12_381.G1.Point.fromHex(second).toHex(true)).toBe(signature)
    expect(isSignatureOf(beacon, round, second)).toBe(false)
  })
})

/** The prime of the field of BLS12-381. */
const P = BigInt(
  '0x1a0111ea397fe69a4b1ba7b6434bacd764774b84f38512bf6730d2a0f6b0f6241eabfffeb153ffffb9feffffffffaaab',
)

const numberIn = (signature: string) => BigInt(`0x${signature}`) & ((1n << 381n) - 1n)

/** A beacon with a key of ours, and a round whose x leaves room for the prime in 381 bits. */
function signedWithSmallX() {
  const { shortSignatures } = bls12_381
  const key = 'e'.repeat(62).padStart(64, '0')
  const publicKey = shortSignatures.getPublicKey(key).toHex(true)
  const beacon = { ...QUICKNET, publicKey }
  for (let round = 1; ; round++) {
    const message = shortSignatures.hash(roundMessageOf(round), DOMAIN)
    const signature = shortSignatures.sign(message, key).toHex(true)
    if (numberIn(signature) + P < 1n << 381n) return { beacon, round, signature }
  }
}
