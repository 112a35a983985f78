import { LRUCache } from 'lru-cache'
import { hashToken } from './id.ts'

/**
 * The sessions that are known to go on, by the hash of their token, so that the door can tell without a query who is
 * somebody of their own. One that has ended may be taken for one that goes on until it is next looked up, and one that
 * another instance started for none until then.
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
