import { createHash } from 'node:crypto'
import type { Client, InStatement } from '@libsql/client'

const files = import.meta.glob<string>('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export type Migration = { number: number; name: string; hash: string; statements: string[] }

/** Thrown when the file and this program do not belong together; the message is for the person who starts it. */
export class MigrationError extends Error {
  override name = 'MigrationError'
}

export const migrations: Migration[] = Object.entries(files)
  .map(([path, text]) => parseMigration(path, text))
  .sort((a, b) => a.number - b.number)

function parseMigration(path: string, text: string): Migration {
  const name = path.replace(/^.*\/|\.sql$/g, '')
  return {
    number: Number.parseInt(name, 10),
    name,
    hash: createHash('sha256').update(text).digest('hex'),
    statements: text
      .split('--> statement')
      .map(s => s.trim())
      .filter(Boolean),
  }
}

/**
 * The migrations that the database still lacks.
 * @throws MigrationError when it was migrated by a newer program, or by other texts than ours.
 */
export async function pendingMigrations(client: Client, known = migrations): Promise<Migration[]> {
  const exists = await client.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'")
  if (exists.rows.length === 0) return known
  const applied = await client.execute('SELECT number, name, hash FROM migrations ORDER BY number')
  for (const row of applied.rows) {
    const ours = known.find(m => m.number === row.number)
    if (!ours)
      throw new MigrationError(
        `the database is newer than this program (it has migration ${row.name}): start the newer program`,
      )
    if (ours.hash !== row.hash)
      throw new MigrationError(
        `migration ${row.name} of the database is not the one of this program`,
      )
  }
  return known.filter(m => !applied.rows.some(row => row.number === m.number))
}

/** Applies one migration and its record in one batch: a second process that tries the same changes nothing. */
export async function applyMigration(client: Client, migration: Migration): Promise<void> {
  const table =
    'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT'
  const record: InStatement = {
    sql: 'INSERT INTO migrations (number, name, hash, applied_at) VALUES (?, ?, ?, ?)',
    args: [migration.number, migration.name, migration.hash, Date.now()],
  }
  await client.batch([table, record, ...migration.statements], 'write')
}
