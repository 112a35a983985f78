import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

/** The number of the draw that is sealed and not yet made, or the one after the last when none is sealed. */
export async function nextDraw(eventId: string): Promise<number> {
  const row = await db().get<{ next: number }>(
    sql`SELECT 1 + coalesce(max(number), 0) AS next FROM draws WHERE event_id = ${eventId}`,
  )
  return row?.next ?? 1
}
