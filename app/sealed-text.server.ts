import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto'
import { settings } from '#app/settings.server.ts'

/** Each purpose has its own key, derived from SECRET_KEY. */
type Purpose = 'draw secrets' | 'one-time links' | 'unsent forms' | 'calendar addresses'

const keys = new Map<string, Buffer>()

function keyFor(purpose: Purpose, secretKey: string): Buffer {
  const name = `${purpose} ${secretKey}`
  const key = keys.get(name) ?? Buffer.from(hkdfSync('sha256', secretKey, '', purpose, 32))
  keys.set(name, key)
  return key
}

/** AES-256-GCM: iv, tag and text in base64url. Opens only with the same `bound`. */
export function sealText(purpose: Purpose, text: string, bound: string): string {
  const iv = randomBytes(12)
  const key = keyFor(purpose, settings().SECRET_KEY)
  const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(Buffer.from(bound))
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  return Buffer.concat([iv, cipher.getAuthTag(), sealed]).toString('base64url')
}

/** @throws Error when SECRET_KEY has changed, or the text was sealed for something else. */
export function openText(
  purpose: Purpose,
  sealed: string,
  bound: string,
  secretKey = settings().SECRET_KEY,
): string {
  const bytes = Buffer.from(sealed, 'base64url')
  const key = keyFor(purpose, secretKey)
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12))
  decipher.setAAD(Buffer.from(bound)).setAuthTag(bytes.subarray(12, 28))
  return Buffer.concat([decipher.update(bytes.subarray(28)), decipher.final()]).toString('utf8')
}

export function tryToOpen(...how: Parameters<typeof openText>): string | undefined {
  try {
    return openText(...how)
  } catch {
    return undefined
  }
}
