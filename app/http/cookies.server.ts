import { createCookie } from '@remix-run/node'
import { settings } from '#app/settings.server.ts'

/** `__Host-` binds a cookie to this host and to https; without https browsers would refuse it. */
function ownCookie(name: string) {
  const { isSecure, SECRET_KEY } = settings()
  return createCookie(isSecure ? `__Host-${name}` : name, {
    path: '/',
    httpOnly: true,
    sameSite: 'lax',
    secure: isSecure,
    secrets: [SECRET_KEY],
  })
}

export const sessionCookie = () => ownCookie('session')
export const flashCookie = () => ownCookie('flash')
