import { randomBytes } from 'node:crypto'
import { type Cookie, createCookie } from '@remix-run/node'
import { type Settings, settings } from '#app/settings.server.ts'

/** `__Host-` binds a cookie to this host and to https; browsers refuse it without https. */
function ownCookie(name: string): () => Cookie {
  let made: { cookie: Cookie; from: Settings } | undefined
  return () => {
    const from = settings()
    if (made?.from !== from) made = { cookie: makeCookie(name, from), from }
    return made.cookie
  }
}

function makeCookie(name: string, { isSecure, SECRET_KEY }: Settings): Cookie {
  return createCookie(isSecure ? `__Host-${name}` : name, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    secrets: [SECRET_KEY],
  })
}

export const sessionCookie = ownCookie('session')
export const flashCookie = ownCookie('flash')
/** Whether this admin has hidden the list of first steps. */
export const firstStepsCookie = ownCookie('first-steps')
/** See models/sign-in/hashing/known-device.server.ts. */
export const deviceCookie = ownCookie('device')

const browserName = () => (settings().isSecure ? '__Host-browser' : 'browser')

/** Anonymous; ends with the browser's session. */
export function newBrowser(): string {
  return randomBytes(16).toString('base64url')
}

/** Unsigned, as it gives no rights. With https only the `__Host-` name counts: other hosts can set the plain one. */
export function readBrowser(cookieHeader: string | undefined): string | undefined {
  const [pattern] = settings().isSecure ? SECURE : PLAIN
  return pattern.exec(cookieHeader ?? '')?.[1]
}

export function bringsOnlyBrowser(cookieHeader: string): boolean {
  const [, alone] = settings().isSecure ? SECURE : PLAIN
  return alone.test(cookieHeader)
}

const PLAIN = [/(?:^|;\s*)browser=([\w-]{22})(?:;|$)/, /^browser=[\w-]{22}$/] as const
const SECURE = [
  /(?:^|;\s*)__Host-browser=([\w-]{22})(?:;|$)/,
  /^__Host-browser=[\w-]{22}$/,
] as const

export function giveBrowser(browser: string): string {
  const secure = settings().isSecure ? '; Secure' : ''
  return `${browserName()}=${browser}; Path=/; HttpOnly; SameSite=Lax${secure}`
}
