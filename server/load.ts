import type { MiddlewareHandler } from 'hono'
import type { Door } from './door.ts'

/** Milliseconds a request may stand in line. Who sends a form has done more than who reads a page. */
const PATIENCE = { GET: 700, POST: 1500 }

/** Seconds after which somebody refused may be told to come back. */
const RETURN = { soonest: 2, latest: 60 }
/** The weight of the last turn in the pace. */
const LAST_TURN = 0.05

/** Thrown at the door when more is asked than we can answer in time: 503 with Retry-After, in seconds. */
export class OverloadedError extends Error {
  override name = 'OverloadedError'
  constructor(readonly retryAfter: number) {
    super('too much is asked at once')
  }
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
  const returns = new Returns()
  let isMoving = false

  function move(): void {
    for (let first = line.shift(); first; first = line.shift()) {
      if (now() <= first.until) {
        returns.noteTurn(now())
        first.enter()
        setImmediate(move)
        return
      }
      first.refuse(new OverloadedError(returns.next(now())))
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
      returns.noteStart(now())
      setImmediate(move)
    }
    await next()
  }
}

/**
 * When those who are refused are to come back: one after the other, at half the pace at which the line moves. The
 * other half is for who comes for the first time, or goes on with what she began.
 *
 * If all were told the same few seconds, they would be refused again and again, and be no wiser for it.
 * Times in milliseconds of one clock.
 */
class Returns {
  #lastTurn = 0
  #pace = 0
  #lastReturn = 0

  noteStart(at: number): void {
    this.#lastTurn = at
  }

  noteTurn(at: number): void {
    this.#pace += LAST_TURN * (at - this.#lastTurn - this.#pace)
    this.#lastTurn = at
  }

  /** Whole seconds from now. */
  next(at: number): number {
    const soonest = at + RETURN.soonest * 1000
    this.#lastReturn = Math.max(soonest, this.#lastReturn + 2 * this.#pace)
    const latest = at + RETURN.latest * 1000
    this.#lastReturn = Math.min(this.#lastReturn, latest)
    return Math.ceil((this.#lastReturn - at) / 1000)
  }
}
