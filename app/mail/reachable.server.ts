import { type SQL, sql } from 'drizzle-orm'

/**
 * True for rows of `users` who get mail about events: active, and they have signed in or were sent a welcome mail.
 * To everybody else our first mail would come out of nowhere. For WHERE clauses and columns.
 */
export const sqlIsReachable: SQL<boolean> = sql<boolean>`(users.deactivated_at IS NULL
  AND coalesce(users.signed_in_at, users.welcomed_at) IS NOT NULL)`
