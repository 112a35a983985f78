import type { Context, MiddlewareHandler } from 'hono'
import { newBrowser, readBrowser, sessionCookie } from '#app/http/cookies.server.ts'
import { readFlash } from '#app/http/flash.server.ts'
import { signInPath } from '#app/http/return-to.ts'
import { noteEnded, noteLive } from '#app/models/sign-in/session/live-session.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import type { Door } from './door.ts'

/** Open without a session; everything else is closed. */
const PUBLIC = [
  /^\/login$/,
  /^\/logout$/,
  /^\/forgot-password$/,
  /^\/(reset-password|sign-in|set-up)\/[\w-]+$/,
  /^\/verify$/,
  /^\/calendar\/[\w-]+\.ics$/,
]
/** Their routes answer strangers where an organizer lets anyone read them. */
const MAYBE_PUBLIC = /^\/events\/[\w-]+\/(draws(\/\d+(\.json)?|\/roll\.txt)?|after\.txt)$/
const BEFORE_PASSWORD_CHANGE = [...PUBLIC, /^\/account\/password$/]

export function isOpen(path: string): boolean {
  return PUBLIC.some(address => address.test(path))
}

export const readSessionToken: MiddlewareHandler<Door> = async (c, next) => {
  const token = (await sessionCookie().parse(c.req.header('cookie') ?? null)) as unknown
  if (typeof token === 'string') c.set('sessionToken', token)
  await next()
}

export const lookUpViewer: MiddlewareHandler<Door> = async (c, next) => {
  const { sessionToken } = c.var
  if (sessionToken !== undefined) {
    const viewer = await findViewer(sessionToken)
    if (viewer) noteLive(sessionToken)
    else noteEnded(sessionToken)
    c.set('viewer', viewer)
  }
  const cookies = c.req.header('cookie')
  c.set('flash', await readFlash(cookies ?? null))
  knowBrowser(c, readBrowser(cookies))
  await next()
}

/** The cookie comes with the first page that has a form. */
function knowBrowser(c: Context<Door>, browser: string | undefined): void {
  if (browser === undefined && c.var.viewer) return
  c.set('browser', browser ?? newBrowser())
  c.set('isNewBrowser', browser === undefined)
}

export const authenticateByDefault: MiddlewareHandler<Door> = async (c, next) => {
  const isRead = c.req.method === 'GET' || c.req.method === 'HEAD'
  const mayEnter = isOpen(c.req.path) || (isRead && MAYBE_PUBLIC.test(c.req.path))
  if (!c.var.viewer && !mayEnter) {
    const { pathname, search } = new URL(c.req.url)
    const back = c.req.method === 'GET' ? `${pathname}${search}` : pathname
    return c.redirect(signInPath(back), 303)
  }
  const mayPass = BEFORE_PASSWORD_CHANGE.some(address => address.test(c.req.path))
  if (c.var.viewer?.mustChangePassword && !mayPass) return c.redirect('/account/password', 303)
  await next()
}
