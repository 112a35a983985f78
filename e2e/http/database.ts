import { createHash } from 'node:crypto'
import { type Client, createClient, type InValue } from '@libsql/client'

/** Reads a server's database beside it, while it runs. */
export async function rowsOf(database: string, query: string, args: InValue[] = []) {
  const client = createClient({ url: `file:${database}`, timeout: 5000 })
  try {
    return (await client.execute({ sql: query, args })).rows.map(
      (row): Record<string, unknown> => ({ ...row }),
    )
  } finally {
    client.close()
  }
}

/** The program writes these by itself, a moment after what is already counted. */
const FOLLOWS = 'audit_links'

/** One hash per table, to tell whether and where anything was written. */
export async function hashTables(
  client: Client,
  without: readonly string[] = [],
): Promise<Record<string, string>> {
  const { rows } = await client.execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name",
  )
  const names = rows
    .map(row => String(row.name))
    .filter(name => name !== FOLLOWS && !without.includes(name))
  const tables = await client.batch(
    names.map(name => `SELECT * FROM "${name}" ORDER BY 1, 2`),
    'read',
  )
  return Object.fromEntries(
    tables.map((table, index) => [
      names[index] ?? '',
      createHash('sha256')
        .update(JSON.stringify(table.rows.map(Object.values)))
        .digest('hex'),
    ]),
  )
}
