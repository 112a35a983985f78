/** What one visitor may have of a room. Who fills that much keeps the others' forms out only in company. */
const SHARE = 1 / 4

/** Room for bodies that are held at once, in bytes: for all together, and of that a share for each visitor. */
export class BodyRoom {
  #held = 0
  #byVisitor = new Map<string, number>()
  constructor(readonly bytes: number) {}

  /** A place for one body, which takes nothing yet. */
  enter(visitor: string): Place {
    return new Place(this, visitor)
  }

  /** @returns false when the visitor, or all together, would have too much */
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

/** What one body takes of a room, until it leaves. */
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
