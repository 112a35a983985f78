import { createHash } from 'node:crypto'
import type { Client, InStatement } from '@libsql/client'
import { whenFree } from './busy.ts'

const files = import.meta.glob<string>('./migrations/*.sql', {
  query: '?raw',
  import: 'default',
  eager: true,
})

export type Migration = { number: number; name: string; hash: string; statements: string[] }

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

export async function isOurs(client: Client): Promise<boolean> {
  const found = await client.execute("SELECT 1 FROM sqlite_schema WHERE name = 'migrations'")
  return found.rows.length > 0
}

/** @throws MigrationError when a newer program, or other migration texts, migrated the database. */
export async function pendingMigrations(client: Client, known = migrations): Promise<Migration[]> {
  if (!(await isOurs(client))) return known
  const applied = await client.execute('SELECT number, name, hash FROM migrations ORDER BY number')
  for (const row of applied.rows) {
    const ours = known.find(m => m.number === row.number)
    if (!ours)
      throw new MigrationError(
        `the database is newer than this program (it has migration ${row.name}): start the newer program`,
      )
    if (ours.hash !== row.hash)
      throw new MigrationError(`migration ${row.name} of the database differs from this program's`)
  }
  return known.filter(m => !applied.rows.some(row => row.number === m.number))
}

export function appliedOf(pending: readonly Migration[]): Migration[] {
  return migrations.filter(migration => !pending.includes(migration))
}

const MIGRATIONS_TABLE =
  'CREATE TABLE IF NOT EXISTS migrations (number INTEGER PRIMARY KEY, name TEXT NOT NULL, hash TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT'

export async function applyMigration(
  client: Client,
  migration: Migration,
  reconnect: () => Promise<void>,
): Promise<void> {
  const record: InStatement = {
    sql: 'INSERT INTO migrations (number, name, hash, applied_at) VALUES (?, ?, ?, ?)',
    args: [migration.number, migration.name, migration.hash, Date.now()],
  }
  try {
    await whenFree(
      () => client.batch([MIGRATIONS_TABLE, record, ...migration.statements], 'write'),
      reconnect,
    )
  } catch (error) {
    // The record is unique, so a second process fails before running any statement.
    if (!(await isApplied(client, migration))) throw error
  }
}

async function isApplied(client: Client, { number, hash }: Migration): Promise<boolean> {
  const args = [number, hash]
  const sql = 'SELECT 1 FROM migrations WHERE number = ? AND hash = ?'
  const found = await client.execute({ sql, args }).catch(() => undefined)
  return (found?.rows.length ?? 0) > 0
}
