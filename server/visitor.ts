import type { Context } from 'hono'
import { networkOf } from '#app/models/limits.server.ts'
import type { Door } from './door.ts'

/**
 * Who counts as one when something is shared out before anybody is looked up: who is signed in by her session, so
 * that all of an office behind one address are not one; everybody else by the network.
 */
export function visitorOf(c: Context<Door>): string {
  return c.var.sessionToken ?? networkOf(c.var.address)
}
