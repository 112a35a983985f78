import { type SQL, sql } from 'drizzle-orm'

/** Everybody who holds tickets of an event by the decision in force: `user_id`, `holding`. For FROM clauses. */
export function sqlHolders(eventId: string | SQL): SQL {
  const ofEvent = sqlHoldingsWhere(sql`finalizations.event_id = ${eventId}`)
  return sql`SELECT held.userId AS user_id, held.holding FROM ${ofEvent} AS held WHERE held.holding > 0`
}

/**
 * What people hold after a decision, 0 too: the log says so, or the result where there is none. `code` is that of the log.
 * @param condition over `finalizations`; those that were undone are left out
 */
export function sqlHoldingsWhere(condition: SQL): SQL {
  return sql`(SELECT finalizations.event_id AS eventId, finalizations.id AS finalizationId,
      standings.user_id AS userId, standings.code, standings.holding
    FROM finalizations JOIN standings ON standings.finalization_id = finalizations.id
    WHERE ${condition} AND finalizations.undone_at IS NULL
    UNION ALL
    SELECT finalizations.event_id, finalizations.id, requests.user_id, NULL, results.amount
    FROM finalizations JOIN results ON results.finalization_id = finalizations.id
    JOIN requests ON requests.id = results.request_id
    WHERE ${condition} AND finalizations.undone_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM after_states WHERE after_states.finalization_id = finalizations.id))`
}

/** Got their tickets, or was counted at the door: only the organizer gives these back, and nothing releases them. */
export function sqlWasHandedOver(eventId: string | SQL, userId: string | SQL): SQL<number> {
  return sql<number>`EXISTS (SELECT 1 FROM holders WHERE holders.event_id = ${eventId}
    AND holders.user_id = ${userId} AND (holders.handed_at IS NOT NULL OR holders.came > 0))`
}

export function sqlHoldingNow(eventId: string, userId: SQL): SQL {
  return sql`coalesce((SELECT held.holding FROM (${sqlHolders(eventId)}) AS held
    WHERE held.user_id = ${userId}), 0)`
}

/** For a batch in which holdings shrink, after they have: everybody keeps their first names, one fewer than tickets. */
export function stepToTrimNames(eventId: string): SQL {
  const most = sql`max(0, ${sqlHoldingNow(eventId, sql`holders.user_id`)} - 1)`
  return sql`UPDATE holders SET guest_names = (SELECT json_group_array(value)
      FROM (SELECT key, value FROM json_each(holders.guest_names) ORDER BY key) WHERE key < ${most})
    WHERE event_id = ${eventId} AND guest_names <> '[]'
      AND json_array_length(guest_names) > ${most}`
}
