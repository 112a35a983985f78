import { sql } from 'drizzle-orm'
import { LRUCache } from 'lru-cache'
import { networkOf } from '#app/models/sign-in/limits.server.ts'
import { db } from '#db/client.ts'

const DAY = 24 * 3_600_000
const MOST = 10_000
const LATEST = 5000
/** Milliseconds. Other processes start sessions too. */
const LOOK_EVERY = 60_000

/** Outlives the sessions: offices sign in again the next morning. */
const known = new LRUCache<string, true>({ max: MOST, ttl: 30 * DAY })
let lookedAt = Number.NEGATIVE_INFINITY

export async function isKnownNetwork(network: string): Promise<boolean> {
  if (performance.now() - lookedAt > LOOK_EVERY) await look()
  return known.has(network)
}

async function look(): Promise<void> {
  lookedAt = performance.now()
  const rows = await db().all<{ address: string }>(sql`SELECT DISTINCT address FROM
    (SELECT address FROM sessions ORDER BY rowid DESC LIMIT ${LATEST})`)
  for (const { address } of rows) {
    const network = networkOf(address)
    if (network !== 'unknown') known.set(network, true)
  }
}

/** For tests only. */
export function forgetNetworks(): void {
  known.clear()
  lookedAt = Number.NEGATIVE_INFINITY
}
