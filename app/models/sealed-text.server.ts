import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { settings } from '#app/settings.server.ts'

function keyFor(purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', settings().SECRET_KEY, '', purpose, 32))
}

/** AES-256-GCM with a key for this purpose alone, bound to where the text belongs: iv, tag and text in base64url. */
export function sealText(purpose: string, text: string, bound: string): string {
  const iv = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', keyFor(purpose), iv).setAAD(Buffer.from(bound))
  const bytes = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), bytes]).toString('base64url')
}

/** @returns undefined when it was sealed with another SECRET_KEY, or for somewhere else. */
export function openSealed(purpose: string, sealed: string, bound: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url')
  try {
    const decipher = createDecipheriv('aes-256-gcm', keyFor(purpose), bytes.subarray(0, 12))
    decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(12, 28))
    return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}
