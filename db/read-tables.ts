import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Client, createClient, type Value } from '@libsql/client'

export type ReadCell = string | number | null
export type ReadRow = Record<string, ReadCell>

/** Thrown when a file is not what it should be; the message is for the person who named it. */
export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError'
}

/**
 * Reads whole tables of another program's SQLite file, from a copy: opening a database may change it.
 * @throws UnreadableFileError when the file is missing, damaged, no database, or lacks a table.
 */
export async function readTables<Name extends string>(
  file: string,
  names: readonly Name[],
): Promise<Record<Name, ReadRow[]>> {
  if (!existsSync(file)) throw new UnreadableFileError(`${file}: there is no such file`)
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-read-'))
  try {
    return await readCopy(copyInto(folder, file), file, names)
  } catch (error) {
    if (error instanceof UnreadableFileError) throw error
    throw new UnreadableFileError(
      `${file}: cannot be read (${error instanceof Error ? error.message : error})`,
      { cause: error },
    )
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What was committed last may still stand in the files beside the database. */
function copyInto(folder: string, file: string): string {
  const copy = path.join(folder, 'copy.db')
  copyFileSync(file, copy)
  for (const ending of ['-wal', '-journal'])
    if (existsSync(file + ending)) copyFileSync(file + ending, copy + ending)
  return copy
}

async function readCopy<Name extends string>(copy: string, file: string, names: readonly Name[]) {
  const client = createClient({ url: `file:${copy}`, intMode: 'bigint' })
  try {
    const health = String((await client.execute('PRAGMA integrity_check')).rows[0]?.[0])
    if (health !== 'ok') throw new UnreadableFileError(`${file}: the file is damaged (${health})`)
    const tables: [Name, ReadRow[]][] = []
    for (const name of names) tables.push([name, await readTable(client, file, name)])
    return Object.fromEntries(tables) as Record<Name, ReadRow[]>
  } finally {
    client.close()
  }
}

async function readTable(client: Client, file: string, name: string): Promise<ReadRow[]> {
  const found = await client.execute({
    sql: "SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = ?",
    args: [name],
  })
  if (found.rows.length === 0)
    throw new UnreadableFileError(`${file}: has no table “${name}”; is it the right database?`)
  const { rows, columns } = await client.execute(`SELECT * FROM "${name}" ORDER BY rowid`)
  return rows.map(row => Object.fromEntries(columns.map(c => [c, plain(row[c] ?? null)])))
}

function plain(value: Value): ReadCell {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  return value instanceof ArrayBuffer ? Buffer.from(value).toString('utf8') : value
}
