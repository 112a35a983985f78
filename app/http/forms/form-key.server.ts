import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto'
import type { RequestContext } from '#app/http/context.ts'
import { settings } from '#app/settings.server.ts'

/** The first field of every form that posts. */
export const KEY_FIELD = 'form-key'

/** What the field says: which rendering of a page, for whom (empty before sign-in), our signature, and which form of it. */
export type FormKey = { nonce: string; userId: string; mac: string; formId: string }

const SHAPE = /^([\w-]{16})\.([\w-]{0,64})\.([\w-]{22})(?:\.([\w-]{0,64}))?$/

/**
 * The key for the forms of one page, made once for all of them. It belongs to the person, or before sign-in to the
 * browser, by its cookie: a page of another site can neither read nor make it.
 */
export function newFormKey({ viewer, browser }: Pick<RequestContext, 'viewer' | 'browser'>) {
  if (!viewer && browser === undefined) return null
  const nonce = randomBytes(12).toString('base64url')
  const userId = viewer?.userId ?? ''
  return { name: KEY_FIELD, value: `${nonce}.${userId}.${sign(nonce, userId, browser)}` }
}

export function parseFormKey(text: string): FormKey | undefined {
  const [, nonce, userId, mac, formId = ''] = SHAPE.exec(text) ?? []
  if (nonce === undefined || userId === undefined || mac === undefined) return undefined
  return { nonce, userId, mac, formId }
}

/** Whether we made this key: for the person it names, or for this browser. */
export function isGenuine({ nonce, userId, mac }: FormKey, browser: string | undefined): boolean {
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
