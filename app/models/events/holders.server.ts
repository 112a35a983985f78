import { type SQL, sql } from 'drizzle-orm'

/** Everybody who holds tickets of an event by the decision in force: `user_id`, `holding`. For FROM clauses. */
export function sqlHolders(eventId: string | SQL): SQL {
  return sql`SELECT standings.user_id, standings.holding
    FROM finalizations JOIN standings ON standings.finalization_id = finalizations.id
    WHERE finalizations.event_id = ${eventId} AND finalizations.undone_at IS NULL
      AND standings.holding > 0
    UNION ALL
    SELECT requests.user_id, results.amount
    FROM finalizations JOIN results ON results.finalization_id = finalizations.id
    JOIN requests ON requests.id = results.request_id
    WHERE finalizations.event_id = ${eventId} AND finalizations.undone_at IS NULL
      AND results.amount > 0 AND NOT EXISTS (SELECT 1 FROM after_states
        WHERE after_states.finalization_id = finalizations.id)`
}
