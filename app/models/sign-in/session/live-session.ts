import { LRUCache } from 'lru-cache'
import { hashToken } from '#app/values/id.ts'

/** Token hashes, so that the door needs no query; may be out of date until the next look-up. */
const live = new LRUCache<string, true>({ max: 50_000 })

export const MOST_REMEMBERED = live.max

export function noteLive(token: string): void {
  noteLiveHash(hashToken(token))
}

export function noteLiveHash(tokenHash: string): void {
  live.set(tokenHash, true)
}

export function noteEnded(token: string): void {
  live.delete(hashToken(token))
}

export function isLive(token: string): boolean {
  return live.get(hashToken(token)) === true
}
