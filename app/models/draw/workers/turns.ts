import { LRUCache } from 'lru-cache'

/** Answer 503 with Retry-After. */
export class WorkersFullError extends Error {
  override name = 'WorkersFullError'
}

type Waiting = { who: string; enter(): void; refuse(error: WorkersFullError): void }

const REMEMBERED_MS = 120_000

/** The visitor who recently worked least comes first, so nobody delays others by asking for much. */
export class Turns {
  #waiting: Waiting[] = []
  #inside = new Map<string, number>()
  #isWorking = false
  #spent = new LRUCache<string, number>({ max: 2000, ttl: REMEMBERED_MS })

  /** `most` places in total, including the one that works; `each` for one visitor. */
  constructor(
    readonly most: number,
    readonly each: number,
  ) {}

  /** The signal gives up a waiting place. @throws WorkersFullError, also when the signal came before the turn */
  async take<Value>(who: string, signal: AbortSignal, work: () => Promise<Value>): Promise<Value> {
    if (!this.#hasPlace(who)) throw new WorkersFullError('the calculations are busy')
    this.#count(who, 1)
    try {
      await this.#turnOf(who, signal)
      return await this.#timed(who, work)
    } finally {
      this.#count(who, -1)
    }
  }

  /** When full, the waiting visitor who has worked most makes room for one who has worked less. */
  #hasPlace(who: string): boolean {
    if ((this.#inside.get(who) ?? 0) >= this.each) return false
    if (this.#waiting.length + 1 < this.most || !this.#isWorking) return true
    const last = this.#waiting.toSorted((a, b) => this.#spentBy(b.who) - this.#spentBy(a.who))[0]
    if (!last || this.#spentBy(last.who) <= this.#spentBy(who)) return false
    this.#leave(last)
    last.refuse(new WorkersFullError('the calculations are busy'))
    return true
  }

  async #turnOf(who: string, signal: AbortSignal): Promise<void> {
    if (!this.#isWorking) {
      this.#isWorking = true
      return
    }
    let giveUp = () => {}
    try {
      await new Promise<void>((enter, refuse) => {
        const one = { who, enter, refuse }
        this.#waiting.push(one)
        giveUp = () => {
          this.#leave(one)
          refuse(new WorkersFullError('the turn did not come in time'))
        }
        signal.addEventListener('abort', giveUp)
      })
    } finally {
      signal.removeEventListener('abort', giveUp)
    }
  }

  async #timed<Value>(who: string, work: () => Promise<Value>): Promise<Value> {
    const started = performance.now()
    try {
      return await work()
    } finally {
      this.#spent.set(who, this.#spentBy(who) + performance.now() - started)
      this.#letNextIn()
    }
  }

  #letNextIn(): void {
    const next = this.#waiting.toSorted((a, b) => this.#spentBy(a.who) - this.#spentBy(b.who))[0]
    this.#isWorking = next !== undefined
    if (!next) return
    this.#leave(next)
    next.enter()
  }

  #leave(one: Waiting): void {
    this.#waiting = this.#waiting.filter(other => other !== one)
  }

  #spentBy(who: string): number {
    return this.#spent.get(who) ?? 0
  }

  #count(who: string, by: 1 | -1): void {
    const inside = (this.#inside.get(who) ?? 0) + by
    if (inside > 0) this.#inside.set(who, inside)
    else this.#inside.delete(who)
  }
}
