import { LRUCache } from 'lru-cache'
import { hashToken } from '#app/values/id.ts'

export type Answer = {
  status: number
  headers: [name: string, value: string][]
  body: Uint8Array<ArrayBuffer> | null
}

export type First = {
  owner: string
  /** Hashed: the cookies of the browser that pressed, and the session that the answer set. */
  holders: Set<string>
  /** Undefined when it cannot be shared: the next press runs by itself. */
  answer: Promise<Answer | undefined>
  bytes: number
}

export type Press = { id: string; owner: string; holders: string[] }

/** `body`: bytes; a larger one is not kept. */
const MOST = { answers: 10_000, bytes: 16 * 1024 * 1024, ofOne: 10, body: 128 * 1024 }
const AROUND = 1024

export class KeptAnswers {
  #byOwner = new Map<string, Set<string>>()
  #all: LRUCache<string, First>

  constructor(
    readonly most = MOST,
    now = () => performance.now(),
  ) {
    this.#all = new LRUCache<string, First>({
      max: most.answers,
      maxSize: most.bytes,
      sizeCalculation: ({ bytes }) => bytes,
      perf: { now },
      ttlResolution: 0,
      // Answers hold session tokens, so expired ones must leave memory. These timers keep no process alive.
      ttlAutopurge: true,
      noDisposeOnSet: true,
      dispose: ({ owner }, id) => this.#leave(owner, id),
    })
  }

  get size(): number {
    return this.#all.size
  }

  get owners(): number {
    return this.#byOwner.size
  }

  find({ id, holders }: Press): First | undefined {
    const first = this.#all.get(id)
    return first && holders.some(holder => first.holders.has(hashToken(holder))) ? first : undefined
  }

  /** @returns what to call when the answer is made, or when there is none */
  begin({ id, owner, holders }: Press): (made: Answer | undefined, keptFor: Kept) => void {
    let resolve: (made: Answer | undefined) => void = () => undefined
    const answer = new Promise<Answer | undefined>(done => {
      resolve = done
    })
    const first = { owner, holders: new Set(holders.map(hashToken)), answer, bytes: AROUND }
    this.#enter(owner, id)
    this.#all.set(id, first)
    return (made, { ttl, gives }) => {
      resolve(made)
      if (this.#all.peek(id) !== first) return
      const bytes = AROUND + (made?.body?.length ?? 0)
      if (!made || ttl <= 0 || bytes - AROUND > this.most.body) return void this.#all.delete(id)
      if (gives !== undefined) first.holders.add(hashToken(gives))
      this.#all.set(id, { ...first, bytes }, { ttl })
    }
  }

  #enter(owner: string, id: string): void {
    const own = this.#byOwner.get(owner) ?? new Set()
    this.#byOwner.set(owner, own.add(id))
    for (const oldest of own) {
      if (own.size <= this.most.ofOne) return
      this.#all.delete(oldest)
      own.delete(oldest)
    }
  }

  #leave(owner: string, id: string): void {
    const own = this.#byOwner.get(owner)
    own?.delete(id)
    if (own?.size === 0) this.#byOwner.delete(owner)
  }
}

/** `ttl` in milliseconds; `gives` is the session that the answer sets. */
type Kept = { ttl: number; gives?: string | undefined }
