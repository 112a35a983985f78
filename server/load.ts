import type { MiddlewareHandler } from 'hono'
import { networkOf } from '#app/models/limits.server.ts'
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

/** Those who wait: the networks take turns, and within each it is first come, first served. */
class Line {
  #byNetwork = new Map<string, Waiting[]>()

  add(network: string, one: Waiting): void {
    const own = this.#byNetwork.get(network)
    if (own) own.push(one)
    else this.#byNetwork.set(network, [one])
  }

  next(): Waiting | undefined {
    const [first] = this.#byNetwork
    if (!first) return undefined
    const [network, own] = first
    const one = own.shift()
    this.#byNetwork.delete(network)
    if (own.length > 0) this.#byNetwork.set(network, own)
    return one
  }
}

/**
 * Lets one request in at each turn of the event loop and refuses what has to wait too long, before anything is
 * looked up or rendered for it. Networks take turns, so that one that asks for much keeps no other one waiting.
 *
 * Node takes up one new connection a turn (libuv since 1.45). If all that is there were answered in one turn,
 * turns would grow long in a rush, and who connects would wait behind everybody who has a connection already.
 */
export function takeTurns(now = () => performance.now()): MiddlewareHandler<Door> {
  const line = new Line()
  const returns = new Returns()
  let isMoving = false

  function move(): void {
    for (let first = line.next(); first; first = line.next()) {
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
        line.add(networkOf(c.var.address), { until: now() + patience, enter, refuse })
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
