import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

/** Numbers may be missing: a seal that a restore replaced is never drawn. */
export async function nextDraw(eventId: string): Promise<number> {
  const row = await db().get<{ next: number }>(sql`SELECT max(
    coalesce((SELECT max(draw) FROM seals WHERE event_id = ${eventId}), 1),
    coalesce((SELECT max(number) FROM draws WHERE event_id = ${eventId}), 0) + 1) AS next`)
  return row?.next ?? 1
}
