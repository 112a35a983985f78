import type { MiddlewareHandler } from 'hono'
import type { Door } from '#server/door.ts'
import { visitorOf } from './visitor.ts'

/** Milliseconds a request may wait. A form is more work for a person than a page. */
const PATIENCE = { GET: 700, POST: 1500 }

/** Seconds, for Retry-After. */
const RETURN = { soonest: 2, latest: 60 }
/** The weight of the last turn in the average. */
const LAST_TURN = 0.05

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
  isOver: boolean
  enter(): void
  refuse(error: OverloadedError): void
}

class Line {
  #byVisitor = new Map<string, Waiting[]>()
  /** Each queue is ordered by deadline. */
  #byPatience = new Map<number, Waiting[]>()

  get visitors(): number {
    return this.#byVisitor.size
  }

  add(one: Waiting): void {
    push(this.#byVisitor, one.visitor, one)
    push(this.#byPatience, one.patience, one)
  }

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

// One request per turn of the event loop. Node accepts one new connection per turn (libuv since 1.45): after long turns
// new visitors would wait behind all who are connected.
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

// Spreads retries at half the pace of the line; the other half is for new visitors. A visitor's further requests return
// at the pace of their own turns, and delay nobody else's. Milliseconds of one clock.
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
