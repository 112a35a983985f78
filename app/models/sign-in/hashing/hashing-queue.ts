import { LRUCache } from 'lru-cache'

/** A device the account has signed in on, a network somebody has signed in from, everybody else. */
export const STANDINGS = ['device', 'network', 'new'] as const
export type ClaimantStanding = (typeof STANDINGS)[number]
export type Claimant = { standing: ClaimantStanding; keys: string[] }

/** `claim`: what was spent under its keys before it came. */
type Waiting = { standing: ClaimantStanding; claim: number; start(): void; refuse(): void }

/** Milliseconds. */
const HALF_LIFE = 60_000
const MOST_KEYS = 20_000

/** Answer with 503 and Retry-After. */
export class HashingFullError extends Error {
  override name = 'HashingFullError'
}

/**
 * So that nobody keeps others out by asking often: standings take turns, then the lowest recent spending goes first,
 * refused requests included. When full, the largest standing drops its biggest spender: a first request gets in.
 */
export class HashingQueue {
  #waiting: Waiting[] = []
  #running = 0
  #lastTurn: number = STANDINGS.length - 1
  readonly #spent = new LRUCache<string, { amount: number; at: number }>({ max: MOST_KEYS })

  constructor(
    private readonly size: { threads: number; queue: number },
    private readonly now = () => performance.now(),
  ) {}

  /** @throws HashingFullError, also while it waits, when somebody with a better claim comes. */
  async run<Result>(asker: Claimant, cost: number, work: () => Promise<Result>): Promise<Result> {
    await this.#turnOf(asker, cost)
    try {
      return await work()
    } finally {
      this.#running -= 1
      this.#startNext()
    }
  }

  #turnOf({ standing, keys }: Claimant, cost: number): Promise<void> {
    const claim = Math.max(0, ...keys.map(key => this.#spentBy(key)))
    for (const key of keys) this.#spend(key, cost)
    return new Promise((start, reject) => {
      const refuse = () => reject(new HashingFullError('hashing is busy'))
      this.#waiting.push({ standing, claim, start, refuse })
      this.#startNext()
      if (this.#waiting.length > this.size.queue) this.#giveUpDearest()
    })
  }

  #startNext(): void {
    while (this.#running < this.size.threads && this.#waiting.length > 0) {
      const next = this.#of(this.#nextStanding()).reduce((a, b) => (b.claim < a.claim ? b : a))
      this.#running += 1
      this.#remove(next)
      next.start()
    }
  }

  #nextStanding(): ClaimantStanding {
    for (let ahead = 1; ; ahead += 1) {
      const turn = (this.#lastTurn + ahead) % STANDINGS.length
      const standing = STANDINGS[turn] as ClaimantStanding
      if (this.#of(standing).length === 0) continue
      this.#lastTurn = turn
      return standing
    }
  }

  #giveUpDearest(): void {
    const places = (standing: ClaimantStanding) => this.#of(standing).length
    const most = STANDINGS.reduce((a, b) => (places(b) >= places(a) ? b : a))
    const dearest = this.#of(most).reduce((a, b) => (b.claim >= a.claim ? b : a))
    this.#remove(dearest)
    dearest.refuse()
  }

  #of(standing: ClaimantStanding): Waiting[] {
    return this.#waiting.filter(one => one.standing === standing)
  }

  #remove(one: Waiting): void {
    this.#waiting.splice(this.#waiting.indexOf(one), 1)
  }

  #spentBy(key: string): number {
    const spent = this.#spent.get(key)
    return spent ? spent.amount * 0.5 ** ((this.now() - spent.at) / HALF_LIFE) : 0
  }

  #spend(key: string, cost: number): void {
    this.#spent.set(key, { amount: this.#spentBy(key) + cost, at: this.now() })
  }
}
