import type { Context } from 'hono'
import { networkOf } from '#app/models/sign-in/limits.server.ts'
import { isLive } from '#app/models/sign-in/session/live-session.ts'
import type { Door } from '#server/door.ts'

/**
 * What counts as one visitor when shares are given out before anybody is looked up. Signed-in people are told apart by
 * session, so an office behind one address is not one visitor; everybody else by network. The cookie of an ended
 * session does not count, since one person can keep any number of them.
 */
export function visitorOf(c: Context<Door>): string {
  const { sessionToken, address } = c.var
  return sessionToken !== undefined && isLive(sessionToken) ? sessionToken : networkOf(address)
}
