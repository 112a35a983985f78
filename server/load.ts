import type { MiddlewareHandler } from 'hono'
import type { Door } from './door.ts'

/** Milliseconds between looks at the clock while nothing holds us up. */
const LOOK_EVERY = 25
/** A turn with fewer requests than this was held up by something else, and refusing them would help nobody. */
const CROWD = 16
/** Milliseconds a request may have stood behind others. Who sends a form has done more than who reads a page. */
const PATIENCE = { GET: 700, POST: 1500 }

/** Thrown at the door when more is asked than we can answer in time: 503 with Retry-After. */
export class OverloadedError extends Error {
  override name = 'OverloadedError'
  /** Seconds; not the same for everybody, or all would come back at once. */
  readonly retryAfter = 2 + Math.floor(Math.random() * 6)
}

/**
 * Refuses what has to wait too long, before anything is looked up or rendered for it. Requests that arrive
 * together are answered one after the other before the clock gets its turn again, so the time since its last
 * turn is how long the next one has stood there.
 */
export function shedLoad(clock = turnClock()): MiddlewareHandler<Door> {
  return async (c, next) => {
    const patience = c.req.method === 'POST' ? PATIENCE.POST : PATIENCE.GET
    const { waited, before } = clock.next()
    if (before >= CROWD && waited > patience) throw new OverloadedError('too much is asked at once')
    await next()
  }
}

/** Told of each request: how long since the clock's last turn in milliseconds, and how many came before it since. */
export type TurnClock = { next(): { waited: number; before: number } }

function turnClock(): TurnClock {
  let lastTurn = performance.now()
  let come = 0
  setInterval(() => {
    lastTurn = performance.now()
    come = 0
  }, LOOK_EVERY).unref()
  return { next: () => ({ waited: performance.now() - lastTurn, before: come++ }) }
}
