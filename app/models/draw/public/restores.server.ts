import { asc, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { restores } from '#db/schema.ts'

export type Restore = typeof restores.$inferSelect

/** One query per open database: nothing is restored while it is open. */
const known = new WeakMap<object, Restore[]>()

async function listRestores(): Promise<Restore[]> {
  const opened = db()
  const kept = known.get(opened)
  if (kept) return kept
  const list = await opened.select().from(restores).orderBy(asc(restores.restoredAt))
  known.set(opened, list)
  return list
}

/** Call this after noting a restore in the open database. */
export function forgetRestores(): void {
  known.delete(db())
}

export async function findRestoresOf(eventId: string): Promise<Restore[]> {
  const all = await listRestores()
  if (all.length === 0) return []
  const span = await db().get<{ from: number; to: number | null }>(sql`
    SELECT created_at AS "from", coalesce(
      (SELECT min(finalized_at) FROM finalizations WHERE event_id = events.id), cancelled_at) AS "to"
    FROM events WHERE id = ${eventId}`)
  if (!span) return []
  return all.filter(
    ({ restoredAt }) => restoredAt >= span.from && (span.to === null || restoredAt < span.to),
  )
}
