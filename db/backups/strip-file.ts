import type { Client } from '@libsql/client'

/** DROP COLUMN makes SQLite resolve every view, and nested ones can make that last for ever. */
export async function dropPrograms(client: Client): Promise<void> {
  const programs = "type IN ('view', 'trigger')"
  const { rows } = await client.execute(`SELECT 1 FROM sqlite_schema WHERE ${programs} LIMIT 1`)
  if (rows.length === 0) return
  await client.execute('PRAGMA writable_schema = ON')
  await client.execute(`DELETE FROM sqlite_schema WHERE ${programs}`)
}

/** @returns false when something needs a virtual column. */
export async function dropExpressions(client: Client): Promise<boolean> {
  const { rows } = await client.execute(
    "SELECT type, name FROM sqlite_schema WHERE sql IS NOT NULL AND rootpage > 0 AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\' ORDER BY type",
  )
  const all = (type: string) => rows.filter(row => row.type === type).map(row => String(row.name))
  for (const index of all('index')) await client.execute(`DROP INDEX ${quoted(index)}`)
  for (const table of all('table'))
    for (const { name, hidden } of await columnsOf(client, table))
      if (hidden === VIRTUAL) {
        const dropping = `ALTER TABLE ${quoted(table)} DROP COLUMN ${quoted(name)}`
        const isGone = await client.execute(dropping).then(
          () => true,
          () => false,
        )
        if (!isGone) return false
      }
  return true
}

/** `table_xinfo` marks a virtual column with 2; a stored generated column (3) is read as it is. */
export const VIRTUAL = 2

export async function columnsOf(client: Client, table: string) {
  const { rows } = await client.execute(`PRAGMA table_xinfo(${quoted(table)})`)
  return rows.map(row => ({ name: String(row.name), hidden: Number(row.hidden) }))
}

export const quoted = (name: string) => `"${name.replaceAll('"', '""')}"`
