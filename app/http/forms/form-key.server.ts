import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RequestContext } from '#app/http/context.ts'
import { settings } from '#app/settings.server.ts'

/** The door reads this first, so it must be the first field of every form that posts. */
export const KEY_FIELD = 'form-key'

/** `nonce` is one rendering of a page; `userId` is empty before sign-in. */
export type FormKeyParts = { nonce: string; userId: string; mac: string; formId: string }

const SHAPE = /^([\w-]{16})\.([\w-]{0,64})\.([\w-]{22})(?:\.([\w-]{0,64}))?$/

/** One for all forms of a page. It belongs to the person or the browser, so other sites cannot read or make it. */
export function newFormKey({ viewer, browser }: Pick<RequestContext, 'viewer' | 'browser'>) {
  if (!viewer && browser === undefined) return null
  const nonce = randomBytes(12).toString('base64url')
  const userId = viewer?.userId ?? ''
  return { name: KEY_FIELD, value: `${nonce}.${userId}.${sign(nonce, userId, browser)}` }
}

export function parseFormKey(text: string): FormKeyParts | undefined {
  const [, nonce, userId, mac, formId = ''] = SHAPE.exec(text) ?? []
  if (nonce === undefined || userId === undefined || mac === undefined) return undefined
  return { nonce, userId, mac, formId }
}

export function isGenuine(
  { nonce, userId, mac }: FormKeyParts,
  browser: string | undefined,
): boolean {
  if (userId === '' && browser === undefined) return false
  return timingSafeEqual(Buffer.from(mac), Buffer.from(sign(nonce, userId, browser)))
}

function sign(nonce: string, userId: string, browser: string | undefined): string {
  const owner = userId === '' ? `browser|${browser}` : `person|${userId}`
  return createHmac('sha256', signingKey())
    .update(`${nonce}|${owner}`)
    .digest()
    .subarray(0, 16)
    .toString('base64url')
}

let derived: { key: Buffer; from: string } | undefined

function signingKey(): Buffer {
  const { SECRET_KEY } = settings()
  if (derived?.from !== SECRET_KEY)
    derived = {
      key: Buffer.from(hkdfSync('sha256', SECRET_KEY, '', 'form keys', 32)),
      from: SECRET_KEY,
    }
  return derived.key
}
