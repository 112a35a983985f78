import { type Cookie, createCookie } from '@remix-run/node'
import { type Settings, settings } from '#app/settings.server.ts'

/** `__Host-` binds a cookie to this host and to https; without https browsers would refuse it. */
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
/** See models/known-device.server.ts. */
export const deviceCookie = ownCookie('device')
