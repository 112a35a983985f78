import type { Context, MiddlewareHandler } from 'hono'
import {
  type FormKeyParts,
  isGenuine,
  KEY_FIELD,
  parseFormKey,
} from '#app/http/forms/form-key.server.ts'
import { settings } from '#app/settings.server.ts'
import { isOpen } from '#server/authentication.ts'
import type { Door } from '#server/door.ts'
import { log } from '#server/log.ts'
import { placeOf } from '#server/visitor/origin.ts'

/** Bytes; a form's first field always fits. */
const START = 1024
const IN_ADDRESS_FORM = new RegExp(`^${KEY_FIELD}=([\\w.-]+)`)
const IN_PARTS = new RegExp(
  `^--[^\\r\\n]*\\r\\n[^]*?name="${KEY_FIELD}"[^]*?\\r\\n\\r\\n([\\w.-]+)\\r\\n`,
  'i',
)

export class ForeignFormError extends Error {
  override name = 'ForeignFormError'
}

export const refuseForeignForms: MiddlewareHandler<Door> = async (c, next) => {
  if (c.req.method === 'POST' && placeIn(c) === 'elsewhere') refuse(c)
  await next()
}

/** Text browsers do not say where a form comes from; its key, which other sites cannot have, does. */
export const readFormKey: MiddlewareHandler<Door> = async (c, next) => {
  const { body, viewer, browser } = c.var
  const key = body && parseFormKey(findKey(await body.slice(0, START).text()))
  if (key) c.set('formKey', key)
  if (c.req.method === 'POST' && placeIn(c) === 'unsaid') {
    if (!key || !isGenuine(key, browser) || !isOf(key, viewer?.userId, c.req.path)) refuse(c)
  }
  await next()
}

/** A form whose session has ended passes: it is not carried out, but kept for its person. */
function isOf({ userId }: FormKeyParts, viewerId: string | undefined, path: string): boolean {
  if (userId === '' || userId === viewerId) return true
  return viewerId === undefined && (!isOpen(path) || path === '/logout')
}

function findKey(start: string): string {
  return (IN_ADDRESS_FORM.exec(start) ?? IN_PARTS.exec(start))?.[1] ?? ''
}

function placeIn(c: Context<Door>) {
  return placeOf(c.req.raw.headers, settings())
}

function refuse(c: Context<Door>): never {
  const [origin, host] = ['origin', 'host'].map(name => c.req.header(name)?.slice(0, 200))
  const { requestId } = c.var
  log.warn(
    { requestId, origin, host, expected: settings().APP_URL, setting: 'APP_URL' },
    'form refused: its page was opened at a different address',
  )
  throw new ForeignFormError()
}
