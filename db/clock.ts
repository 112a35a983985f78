import { type SQL, sql } from 'drizzle-orm'

/** Evaluated while the write runs, so a write that waited in the lane is judged by when it happens. */
export const NOW: SQL<number> = sql`CAST(round(unixepoch('subsec') * 1000) AS INTEGER)`
