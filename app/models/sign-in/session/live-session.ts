import { LRUCache } from 'lru-cache'
import { hashToken } from '#app/values/id.ts'

/**
 * The sessions known to be live, by the hash of their token, so that the door can tell visitors apart without a query.
 * Until it is next looked up, an ended session may count as live, and one that another instance started as none.
 */
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
