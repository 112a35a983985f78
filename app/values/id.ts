import { createHash, randomBytes, randomInt } from 'node:crypto'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** A random id or code of lower-case letters and digits, without those that are easily confused. */
export function newId(length = 12): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

/** The id that belongs to a text: always the same one. */
export function idFrom(text: string, length = 12): string {
  const bytes = [...createHash('sha256').update(text).digest().subarray(0, length)]
  return bytes.map(byte => LETTERS[byte % LETTERS.length]).join('')
}

/** A secret of 256 random bits, safe in an address. */
export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What is stored of a secret token: its SHA-256, in hex. */
export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
