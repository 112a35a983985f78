import { copyFileSync, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { type Client, createClient, type Value } from '@libsql/client'
import { columnsOf, dropExpressions, dropPrograms, quoted, VIRTUAL } from './strip-file.ts'

export type ReadCell = string | number | null
export type ReadRow = Record<string, ReadCell>

const MOST_BYTES = 1_000_000_000
const MOST_ROWS = 1_000_000

export class UnreadableFileError extends Error {
  override name = 'UnreadableFileError'
}

/** Reads a copy, as opening a database may change it. Executes nothing in it, as that might never end. */
export async function readTables<Name extends string>(
  file: string,
  names: readonly Name[],
  skipped: string[] = [],
): Promise<Record<Name, ReadRow[]>> {
  if (!existsSync(file)) throw new UnreadableFileError(`${file}: there is no such file`)
  if (statSync(file).size > MOST_BYTES)
    throw new UnreadableFileError(`${file}: is larger than a gigabyte`)
  const folder = mkdtempSync(path.join(tmpdir(), 'tickets-read-'))
  try {
    return await readCopy(copyInto(folder, file), file, names, skipped)
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

function copyInto(folder: string, file: string): string {
  const copy = path.join(folder, 'copy.db')
  copyFileSync(file, copy)
  // The last commits may be only in these files.
  for (const ending of ['-wal', '-journal'])
    if (existsSync(file + ending)) copyFileSync(file + ending, copy + ending)
  return copy
}

type Reading = { client: Client; file: string; skipped: string[] }

async function readCopy<Name extends string>(
  copy: string,
  file: string,
  names: readonly Name[],
  skipped: string[],
) {
  await inCopy(copy, client => refuseOthers({ client, file, skipped }, names))
  const isBare = await inCopy(copy, dropPrograms).then(() => inCopy(copy, dropExpressions))
  return inCopy(copy, async client => {
    if (isBare) await refuseDamage(client, file)
    else
      skipped.push('whether the file is damaged, because its computed columns cannot be left out')
    const tables: [Name, ReadRow[]][] = []
    for (const name of names) tables.push([name, await readTable({ client, file, skipped }, name)])
    return Object.fromEntries(tables) as Record<Name, ReadRow[]>
  })
}

async function inCopy<Result>(
  copy: string,
  action: (client: Client) => Promise<Result>,
): Promise<Result> {
  const client = createClient({ url: `file:${copy}`, intMode: 'bigint' })
  try {
    return await action(client)
  } finally {
    client.close()
  }
}

async function refuseOthers(
  { client, file, skipped }: Reading,
  names: readonly string[],
): Promise<void> {
  for (const name of names) {
    const { rows } = await client.execute({
      sql: "SELECT type, rootpage FROM sqlite_schema WHERE name = ? AND type IN ('table', 'view')",
      args: [name],
    })
    const [found] = rows
    if (!found)
      throw new UnreadableFileError(`${file}: has no table “${name}”; is it the right database?`)
    if (found.type !== 'table' || Number(found.rootpage) === 0)
      throw new UnreadableFileError(
        `${file}: “${name}” is a ${found.type === 'view' ? 'view' : 'virtual table'} there, and only ordinary tables are read`,
      )
    for (const column of await columnsOf(client, name))
      if (column.hidden === VIRTUAL) skipped.push(`${name}.${column.name}: a computed column`)
  }
}

async function refuseDamage(client: Client, file: string): Promise<void> {
  await client.execute('PRAGMA ignore_check_constraints = ON')
  const health = String((await client.execute('PRAGMA integrity_check')).rows[0]?.[0])
  if (health !== 'ok') throw new UnreadableFileError(`${file}: the file is damaged (${health})`)
}

async function readTable({ client, file }: Reading, name: string): Promise<ReadRow[]> {
  const stored = (await columnsOf(client, name)).filter(c => c.hidden !== VIRTUAL)
  const columns = stored.map(column => quoted(column.name)).join(', ')
  const from = `${columns} FROM ${quoted(name)} NOT INDEXED`
  const { rows } = await client
    .execute(`SELECT ${from} ORDER BY rowid LIMIT ${MOST_ROWS + 1}`)
    .catch(error => {
      // A table WITHOUT ROWID is in the order of its key anyway.
      if (!/no such column: rowid/.test(String(error))) throw error
      return client.execute(`SELECT ${columns} FROM ${quoted(name)} LIMIT ${MOST_ROWS + 1}`)
    })
  if (rows.length > MOST_ROWS)
    throw new UnreadableFileError(`${file}: “${name}” has more than ${MOST_ROWS} rows`)
  return rows.map(row =>
    Object.fromEntries(stored.map(column => [column.name, plain(row[column.name] ?? null)])),
  )
}

function plain(value: Value): ReadCell {
  if (typeof value === 'bigint') {
    const number = Number(value)
    return Number.isSafeInteger(number) ? number : String(value)
  }
  return value instanceof ArrayBuffer ? Buffer.from(value).toString('utf8') : value
}
