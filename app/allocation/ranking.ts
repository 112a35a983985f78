import * as crypto from 'node:crypto'
import { runToEnd } from './run-to-end.ts'
import type { Entry } from './types.ts'

/** SHA-256 over the UTF-8 text, as 64 lower-case hex digits. */
export function sha256(text: string): string {
  // In one call it takes half the time, but Node has it only since 20.12.
  if (typeof crypto.hash === 'function') return crypto.hash('sha256', text, 'hex')
  return crypto.createHash('sha256').update(text, 'utf8').digest('hex')
}

/** What is published at opening, so that the secret cannot be changed afterwards. */
export function commitmentOf(secret: string): string {
  return sha256(secret)
}

export interface SeedParts {
  readonly eventId: string
  readonly secret: string
  readonly rollHash: string
  /** Empty when the draw has no public value. */
  readonly publicValue: string
}

export function seedOf({ eventId, secret, rollHash, publicValue }: SeedParts): string {
  return sha256(`v1|${eventId}|${secret}|${rollHash}|${publicValue}`)
}

/** Hashes between two pauses: some milliseconds. */
const HASHES_PER_SLICE = 4000

/** The lowest of `weight` hashes: each is one ticket in the hat, and the lowest is drawn. */
export function keyOf(seed: string, code: string, weight: number): string {
  return runToEnd(keyInSteps(seed, code, weight))
}

function* keyInSteps(seed: string, code: string, weight: number): Generator<number, string> {
  let key = sha256(`${seed}:${code}:1`)
  for (let j = 2; j <= weight; j++) {
    if (j % HASHES_PER_SLICE === 0) yield 0
    const hash = sha256(`${seed}:${code}:${j}`)
    if (hash < key) key = hash
  }
  return key
}

/** The entries in draw order: priority descending, then key ascending. Row order is irrelevant. */
export function rankEntries<T extends Entry>(entries: readonly T[], seed: string): T[] {
  return runToEnd(rankEntriesInSteps(entries, seed))
}

/** The same in slices of some milliseconds, each of which yields 0: the ranking is the lesser part of the work. */
export function* rankEntriesInSteps<T extends Entry>(
  entries: readonly T[],
  seed: string,
): Generator<number, T[]> {
  const keyed: { entry: T; key: string }[] = []
  let hashes = 0
  for (const entry of entries) {
    keyed.push({ entry, key: yield* keyInSteps(seed, entry.code, entry.weight) })
    hashes += entry.weight
    if (hashes < HASHES_PER_SLICE) continue
    hashes = 0
    yield 0
  }
  return keyed
    .sort((a, b) => b.entry.priority - a.entry.priority || (a.key < b.key ? -1 : 1))
    .map(({ entry }) => entry)
}
