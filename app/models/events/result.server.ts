import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

const DECIDED = sql`events.finalized_at IS NOT NULL`

/** Correlates with a row of `events`. Null while undecided: drafts and undone finalizations never show here. */
export function resultOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`(SELECT results.amount FROM requests
    JOIN finalizations ON finalizations.event_id = requests.event_id AND finalizations.undone_at IS NULL
    JOIN results ON results.finalization_id = finalizations.id AND results.request_id = requests.id
    WHERE requests.event_id = events.id AND requests.user_id = ${userId} AND ${DECIDED})`
}

/**
 * The result and what came and went after it. Correlates with a row of `events`; null while undecided, and for people
 * who neither asked nor joined.
 */
export function holdingOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`coalesce((SELECT standings.holding FROM standings
    JOIN finalizations ON finalizations.id = standings.finalization_id AND finalizations.undone_at IS NULL
    WHERE standings.event_id = events.id AND standings.user_id = ${userId} AND ${DECIDED}), ${resultOf(userId)})`
}

/** Of the person's ticket; null while it opens nothing. Correlates with a row of `events`. */
export function doorCodeOf(userId: string | Placeholder): SQL<string | null> {
  return sql<
    string | null
  >`(SELECT holders.door_code FROM holders WHERE holders.event_id = events.id
    AND holders.user_id = ${userId} AND coalesce(${holdingOf(userId)}, 0) > 0)`
}

/** What the decision gave. Correlates with a row of `events`; null where no log was begun. */
export function decidedOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`(SELECT standings.decided FROM standings
    JOIN finalizations ON finalizations.id = standings.finalization_id AND finalizations.undone_at IS NULL
    WHERE standings.event_id = events.id AND standings.user_id = ${userId} AND ${DECIDED})`
}

export async function myResult(userId: string, eventId: string): Promise<number | null> {
  const row = await db().get<{ amount: number | null }>(
    sql`SELECT ${resultOf(userId)} AS amount FROM events WHERE id = ${eventId}`,
  )
  return row?.amount ?? null
}
