import * as crypto from 'node:crypto'
import { runToEnd } from './run-to-end.ts'
import type { Entry } from './types.ts'

export function sha256(text: string): string {
  // One call takes half the time, but Node has it only since 20.12.
  if (typeof crypto.hash === 'function') return crypto.hash('sha256', text, 'hex')
  return crypto.createHash('sha256').update(text, 'utf8').digest('hex')
}

/** Published at opening, so that the secret cannot be changed afterwards. */
export function commitmentOf(secret: string): string {
  return sha256(secret)
}

const HASHES_PER_SLICE = 4000

/** Each of `weight` hashes is one ticket in the hat; the lowest is drawn. */
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

export function rankEntries<T extends Entry>(entries: readonly T[], seed: string): T[] {
  return runToEnd(rankEntriesInSteps(entries, seed))
}

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
