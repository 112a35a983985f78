import { type SQL, sql } from 'drizzle-orm'

/** The person asked, or confirmed what somebody else entered last. @param table name or alias of requests */
export function sqlIsAsked(table = 'requests'): SQL<boolean> {
  return sql<boolean>`${sql.raw(`(${table}.entered_by IS NULL OR ${table}.confirmed_at IS NOT NULL)`)}`
}
