import type { Context } from 'hono'
import { networkOf } from '#app/models/limits.server.ts'
import { isLive } from '#app/models/live-session.ts'
import type { Door } from './door.ts'

/**
 * Who counts as one when something is shared out before anybody is looked up: who is signed in by their session, so
 * that all of an office behind one address are not one; everybody else by the network. A cookie of a session that has
 * ended is nobody's: one person can keep any number of them.
 */
export function visitorOf(c: Context<Door>): string {
  const { sessionToken, address } = c.var
  return sessionToken !== undefined && isLive(sessionToken) ? sessionToken : networkOf(address)
}
