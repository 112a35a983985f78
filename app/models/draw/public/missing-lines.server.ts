import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

/** Requests that the current roll lacks for none of the causes that it noted. */
export async function countMissingLines(eventId: string): Promise<number> {
  const row = await db().get<{ missing: number }>(sql`
    SELECT coalesce(max(0, sum(r.off_roll = 0) - current.lines)
      + max(0, sum(r.off_roll) - current.explained), 0) AS missing
    FROM requests r JOIN (
      SELECT length(roll) - length(replace(roll, char(10), '')) AS lines,
        deactivated + without_size AS explained
      FROM rolls WHERE event_id = ${eventId} AND superseded_at IS NULL) AS current
    WHERE r.event_id = ${eventId}`)
  return row?.missing ?? 0
}
