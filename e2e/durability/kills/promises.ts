import { setTimeout as wait } from 'node:timers/promises'

/**
 * `acknowledged`: the app said that the write is done. `refused`: it said that nothing was written.
 * `unknown`: it died first, or failed; both may be true.
 */
export type Attempt = {
  /** What the audit trail must call it; undefined where only the answer would have told. */
  word: string | undefined
  outcome: 'unknown' | 'acknowledged' | 'refused'
}

export type Entry = { thread: string; word: string }

/** A thread is what one visitor does to one thing, step after step. */
export class Promises {
  readonly threads = new Map<string, Attempt[]>()
  #marks = 0

  begin(thread: string, word?: string): Attempt {
    const attempt: Attempt = { word, outcome: 'unknown' }
    const earlier = this.threads.get(thread)
    if (earlier) earlier.push(attempt)
    else this.threads.set(thread, [attempt])
    return attempt
  }

  get attempted(): number {
    return [...this.threads.values()].reduce((sum, { length }) => sum + length, 0)
  }

  /** A text used only once, to recognize what was written with it. */
  nextMark(): string {
    this.#marks += 1
    return `mark with the number ${this.#marks}`
  }

  get acknowledged(): number {
    return [...this.threads.values()].flat().filter(({ outcome }) => outcome === 'acknowledged')
      .length
  }

  /** @returns whether so many were acknowledged within so many milliseconds. */
  async reach(acknowledged: number, patience: number): Promise<boolean> {
    const deadline = Date.now() + patience
    while (this.acknowledged < acknowledged && Date.now() < deadline) await wait(5)
    return this.acknowledged >= acknowledged
  }
}

/**
 * The promises that the trail breaks. Every acknowledged attempt must be there, in the order of its thread;
 * attempts of unknown outcome may be there; nothing else may, and nothing twice.
 */
export function findBrokenPromises(promises: Promises, trail: readonly Entry[]): string[] {
  const words = new Map<string, string[]>([...promises.threads.keys()].map(key => [key, []]))
  for (const { thread, word } of trail) {
    const earlier = words.get(thread)
    if (earlier) earlier.push(word)
    else words.set(thread, [word])
  }
  return [...words].flatMap(([thread, written]) =>
    findBreaks(promises.threads.get(thread) ?? [], written).map(each => `${thread}: ${each}`),
  )
}

function findBreaks(attempts: readonly Attempt[], written: readonly string[]): string[] {
  const possible = attempts.filter(({ outcome }) => outcome !== 'refused')
  // Several, since an entry may or may not belong to an attempt of unknown outcome.
  let reached = new Set([0])
  for (const word of written) {
    const next = new Set([...reached].flatMap(from => positionsAfter(possible, from, word)))
    if (next.size === 0) return [...findLost(possible, written), `"${word}" is not at its place`]
    reached = next
  }
  const isKept = [...reached].some(from =>
    possible.slice(from).every(({ outcome }) => outcome === 'unknown'),
  )
  if (isKept) return []
  const lost = findLost(possible, written)
  return lost.length > 0 ? lost : ['something acknowledged is lost']
}

/** Where the attempts may continue after an entry; an acknowledged attempt cannot be skipped. */
function positionsAfter(attempts: readonly Attempt[], from: number, word: string): number[] {
  const found: number[] = []
  for (let at = from; at < attempts.length; at += 1) {
    const attempt = attempts[at]
    if (attempt?.word === undefined || attempt.word === word) found.push(at + 1)
    if (attempt?.outcome === 'acknowledged') break
  }
  return found
}

function findLost(attempts: readonly Attempt[], written: readonly string[]): string[] {
  const there = new Set(written)
  return attempts
    .filter(({ word, outcome }) => outcome === 'acknowledged' && word && !there.has(word))
    .map(({ word }) => `"${word}" was acknowledged and is lost`)
}
