import type { SQLiteTable } from 'drizzle-orm/sqlite-core'
import { db, isLocalFile } from './client.ts'
import type { WriteStep } from './lane.ts'

/** SQLite takes some 32,000 values in a statement. */
const ROWS_AT_ONCE = 500

export function insertAll<Table extends SQLiteTable>(
  table: Table,
  rows: readonly Table['$inferInsert'][],
): WriteStep<never>[] {
  const steps: WriteStep<never>[] = []
  for (let first = 0; first < rows.length; first += ROWS_AT_ONCE)
    steps.push(
      db()
        .insert(table)
        .values(rows.slice(first, first + ROWS_AT_ONCE)),
    )
  return steps
}

/** Bytes. A libSQL server takes 5,000,000 in a value and in a row (its `max_row_size`). */
const JSON_AT_ONCE = 1_000_000
/** Bytes, with room for the rest of the row. */
const TEXT_AT_ONCE = 4_900_000

export function jsonParts(rows: readonly unknown[], most = JSON_AT_ONCE): string[] {
  const parts: string[] = []
  let [part, size]: [string[], number] = [[], 0]
  for (const row of rows) {
    const json = JSON.stringify(row)
    const bytes = Buffer.byteLength(json) + 1
    if (size + bytes > most && part.length > 0) {
      parts.push(`[${part.join()}]`)
      part = []
      size = 0
    }
    part.push(json)
    size += bytes
  }
  if (part.length > 0) parts.push(`[${part.join()}]`)
  return parts
}

export function fitsInValue(text: string): boolean {
  return fitBytesInValue(Buffer.byteLength(text))
}

export function fitBytesInValue(bytes: number): boolean {
  return isLocalFile() || bytes <= TEXT_AT_ONCE
}
