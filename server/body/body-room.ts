/** One visitor's share: it takes several to keep out other visitors' forms. */
const SHARE = 1 / 4

/** In bytes. */
export class BodyRoom {
  #held = 0
  #byVisitor = new Map<string, number>()
  constructor(readonly bytes: number) {}

  enter(visitor: string): Place {
    return new Place(this, visitor)
  }

  take(visitor: string, bytes: number): boolean {
    const own = (this.#byVisitor.get(visitor) ?? 0) + bytes
    if (own > this.bytes * SHARE || this.#held + bytes > this.bytes) return false
    this.#held += bytes
    this.#byVisitor.set(visitor, own)
    return true
  }

  giveBack(visitor: string, bytes: number): void {
    this.#held -= bytes
    const own = (this.#byVisitor.get(visitor) ?? 0) - bytes
    if (own > 0) this.#byVisitor.set(visitor, own)
    else this.#byVisitor.delete(visitor)
  }
}

export class Place {
  #taken = 0
  constructor(
    readonly room: BodyRoom,
    readonly visitor: string,
  ) {}

  take(bytes: number): boolean {
    if (!this.room.take(this.visitor, bytes)) return false
    this.#taken += bytes
    return true
  }

  leave(): void {
    this.room.giveBack(this.visitor, this.#taken)
    this.#taken = 0
  }
}
