import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { db } from './client.ts'
import type { Step } from './lane.ts'

/** Rows of one INSERT; SQLite takes some 32,000 values in a statement. */
const ROWS_AT_ONCE = 500

/** The steps that insert many rows, in as few statements as will do. */
export function insertAll<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Table['$inferInsert'][],
): Step<never>[] {
  const steps: Step<never>[] = []
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
    steps.push(
      db()
        .insert(table)
        .values(rows.slice(first, first + ROWS_AT_ONCE)),
    )
  return steps
}
