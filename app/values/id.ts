import { createHash, randomBytes, randomInt } from 'node:crypto'

const LETTERS = 'abcdefghijkmnpqrstuvwxyz23456789'

/** Leaves out characters that are easily confused. */
export function newId(length = 12): string {
  return Array.from({ length }, () => LETTERS[randomInt(LETTERS.length)]).join('')
}

export function idFrom(text: string, length = 12): string {
  const bytes = [...createHash('sha256').update(text).digest().subarray(0, length)]
  return bytes.map(byte => LETTERS[byte % LETTERS.length]).join('')
}

export function newToken(): string {
  return randomBytes(32).toString('base64url')
}

export function hashToken(token: string): string {
  return createHash('sha256').update(token).digest('hex')
}
