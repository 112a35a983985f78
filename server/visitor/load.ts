import type { MiddlewareHandler } from 'hono'
import type { Door } from '#server/door.ts'
import { visitorOf } from './visitor.ts'

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

type Waiting = {
  visitor: string
  patience: number
  until: number
  /** Let in, or refused. */
  isOver: boolean
  enter(): void
  refuse(error: OverloadedError): void
}

/** Those who wait: visitors take turns, and what one visitor asks for is first come, first served. */
class Line {
  #byVisitor = new Map<string, Waiting[]>()
  /** The same ones apart by patience, so that in each queue they stand as their time runs out. */
  #byPatience = new Map<number, Waiting[]>()

  get visitors(): number {
    return this.#byVisitor.size
  }

  add(one: Waiting): void {
    push(this.#byVisitor, one.visitor, one)
    push(this.#byPatience, one.patience, one)
  }

  /** Takes out all whose time has run out, whoever's turn it is. */
  *takeLate(at: number): Generator<Waiting> {
    for (const queue of this.#byPatience.values()) {
      for (let one = queue[0]; one && (one.isOver || one.until < at); one = queue[0]) {
        queue.shift()
        if (!one.isOver) yield end(one)
      }
    }
  }

  takeNext(): Waiting | undefined {
    for (const [visitor, own] of this.#byVisitor) {
      this.#byVisitor.delete(visitor)
      while (own[0]?.isOver) own.shift()
      const one = own.shift()
      if (own.length > 0) this.#byVisitor.set(visitor, own)
      if (one) return end(one)
    }
    return undefined
  }
}

function push<Key>(queues: Map<Key, Waiting[]>, key: Key, one: Waiting): void {
  const queue = queues.get(key)
  if (queue) queue.push(one)
  else queues.set(key, [one])
}

function end(one: Waiting): Waiting {
  one.isOver = true
  return one
}

/**
 * Lets one request in at each turn of the event loop and refuses what has to wait too long, before anything is
 * looked up or rendered for it. Visitors take turns, so that one who asks for much keeps no other one waiting.
 *
 * Node takes up one new connection a turn (libuv since 1.45). If all that is there were answered in one turn,
 * turns would grow long in a rush, and who connects would wait behind everybody who has a connection already.
 */
export function takeTurns(now = () => performance.now()): MiddlewareHandler<Door> {
  const line = new Line()
  const returns = new Returns()
  let isMoving = false

  function move(): void {
    const at = now()
    for (const { visitor, refuse } of line.takeLate(at)) {
      refuse(new OverloadedError(returns.next(visitor, line.visitors, at)))
    }
    const first = line.takeNext()
    isMoving = first !== undefined
    if (!first) return
    returns.noteTurn(at)
    first.enter()
    setImmediate(move)
  }

  return async (c, next) => {
    if (isMoving) {
      const visitor = visitorOf(c)
      const patience = c.req.method === 'POST' ? PATIENCE.POST : PATIENCE.GET
      await new Promise<void>((enter, refuse) => {
        line.add({ visitor, patience, until: now() + patience, isOver: false, enter, refuse })
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
 * When those who are refused are to come back: one visitor after the other, at half the pace at which the line
 * moves. The other half is for who comes for the first time, or goes on with what she began. What one visitor
 * asks for beyond that comes back at the pace of her own turns, and moves nobody else's.
 *
 * If all were told the same few seconds, they would be refused again and again, and be no wiser for it.
 * Times in milliseconds of one clock.
 */
class Returns {
  #lastTurn = 0
  #pace = 0
  #lastReturn = 0
  #byVisitor = new Map<string, number>()

  noteStart(at: number): void {
    this.#lastTurn = at
  }

  noteTurn(at: number): void {
    this.#pace += LAST_TURN * (at - this.#lastTurn - this.#pace)
    this.#lastTurn = at
  }

  /** Whole seconds from now, for a visitor who waits with so many others. */
  next(visitor: string, visitors: number, at: number): number {
    const latest = at + RETURN.latest * 1000
    const own = this.#byVisitor.get(visitor) ?? 0
    const isExpected = own > at
    const after = isExpected ? own + 2 * this.#pace * Math.max(1, visitors) : this.#nextReturn(at)
    const back = Math.min(after, latest)
    if (!isExpected) this.#lastReturn = back
    this.#byVisitor.delete(visitor)
    this.#byVisitor.set(visitor, back)
    this.#forgetThePast(at)
    return Math.ceil((back - at) / 1000)
  }

  #nextReturn(at: number): number {
    return Math.max(at + RETURN.soonest * 1000, this.#lastReturn + 2 * this.#pace)
  }

  #forgetThePast(at: number): void {
    for (const [visitor, back] of this.#byVisitor) {
      if (back > at) return
      this.#byVisitor.delete(visitor)
    }
  }
}
