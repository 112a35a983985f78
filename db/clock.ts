import { type SQL, sql } from 'drizzle-orm'

/** The clock as the database reads it while it writes; a write that waited is judged when it happens. */
export const NOW: SQL<number> = sql`CAST(round(unixepoch('subsec') * 1000) AS INTEGER)`
