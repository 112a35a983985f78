import type { Context } from 'hono'
import { networkOf } from '#app/models/sign-in/limits.server.ts'
import { isLive } from '#app/models/sign-in/session/live-session.ts'
import type { Door } from '#server/door.ts'

// Each session is a visitor, so an office behind one address is many; everybody else counts by network. Ended sessions
// do not count, since one person can keep any number of their cookies.
export function visitorOf(c: Context<Door>): string {
  const { sessionToken, address } = c.var
  return sessionToken !== undefined && isLive(sessionToken) ? sessionToken : networkOf(address)
}
