import type { Context } from 'hono'
import { networkOf } from '#app/models/sign-in/limits.server.ts'
import { isLive } from '#app/models/sign-in/session/live-session.ts'
import type { Door } from '#server/door.ts'

// By session, so an office behind one address is many. Ended ones do not count: one person can keep any number of them.
export function visitorOf(c: Context<Door>): string {
  const { sessionToken, address } = c.var
  return sessionToken !== undefined && isLive(sessionToken) ? sessionToken : networkOf(address)
}
