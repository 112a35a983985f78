import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

/** Correlates with a row of `events`. Null while undecided: drafts and undone finalizations never show here. */
export function resultOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`(SELECT results.amount FROM requests
    JOIN finalizations ON finalizations.event_id = requests.event_id AND finalizations.undone_at IS NULL
    JOIN results ON results.finalization_id = finalizations.id AND results.request_id = requests.id
    WHERE requests.event_id = events.id AND requests.user_id = ${userId} AND events.finalized_at IS NOT NULL)`
}

export async function myResult(userId: string, eventId: string): Promise<number | null> {
  const row = await db().get<{ amount: number | null }>(
    sql`SELECT ${resultOf(userId)} AS amount FROM events WHERE id = ${eventId}`,
  )
  return row?.amount ?? null
}
