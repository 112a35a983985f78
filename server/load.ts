import type { MiddlewareHandler } from 'hono'
import type { Door } from './door.ts'

/** Milliseconds a request may stand in line. Who sends a form has done more than who reads a page. */
const PATIENCE = { GET: 700, POST: 1500 }

/** Thrown at the door when more is asked than we can answer in time: 503 with Retry-After. */
export class OverloadedError extends Error {
  override name = 'OverloadedError'
  /** Seconds; not the same for everybody, or all would come back at once. */
  readonly retryAfter = 2 + Math.floor(Math.random() * 6)
}

type Waiting = { until: number; enter(): void; refuse(error: OverloadedError): void }

/**
 * Lets one request in at each turn of the event loop, first come first served, and refuses what has to wait too
 * long, before anything is looked up or rendered for it.
 *
 * Node takes up one new connection a turn (libuv since 1.45). If all that is there were answered in one turn,
 * turns would grow long in a rush, and who connects would wait behind everybody who has a connection already.
 */
export function takeTurns(now = () => performance.now()): MiddlewareHandler<Door> {
  const line: Waiting[] = []
  let isMoving = false

  function move(): void {
    for (let first = line.shift(); first; first = line.shift()) {
      if (now() <= first.until) {
        first.enter()
        setImmediate(move)
        return
      }
      first.refuse(new OverloadedError('too much is asked at once'))
    }
    isMoving = false
  }

  return async (c, next) => {
    const patience = c.req.method === 'POST' ? PATIENCE.POST : PATIENCE.GET
    if (isMoving) {
      await new Promise<void>((enter, refuse) => {
        line.push({ until: now() + patience, enter, refuse })
      })
    } else {
      isMoving = true
      setImmediate(move)
    }
    await next()
  }
}
