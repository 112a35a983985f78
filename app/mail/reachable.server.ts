import { type SQL, sql } from 'drizzle-orm'

/** To others, a mail about an event would come out of nowhere. */
export const sqlIsReachable: SQL<boolean> = sql<boolean>`(users.deactivated_at IS NULL
  AND coalesce(users.signed_in_at, users.welcomed_at) IS NOT NULL)`
