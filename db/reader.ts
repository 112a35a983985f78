import type { Client, InStatement, ResultSet } from '@libsql/client'
import Database from 'libsql'

/** Statements kept ready, the least used go first; a page sends the same few again and again. */
const KEPT_STATEMENTS = 300

type Statement = ReturnType<Database.Database['prepare']>
type Kept = { statement: Statement; shape: object; names: string[] }

/** What drizzle asks of a client for a query. */
export type Reader = Pick<Client, 'execute' | 'close'>

/**
 * A connection to a local file that only reads and keeps its statements ready: the client prepares each anew,
 * which costs more than running it. Sees whatever was committed when a query begins.
 * @param file path of the database
 * @param timeout milliseconds it may wait for another process
 */
export function openReader(file: string, timeout: number): Reader {
  const database = new Database(file, { timeout } as Database.Options)
  database.exec('PRAGMA query_only = 1')
  const kept = new Map<string, Kept>()

  function prepared(sql: string): Kept {
    const found = kept.get(sql) ?? prepare(database, sql)
    kept.delete(sql)
    kept.set(sql, found)
    if (kept.size > KEPT_STATEMENTS) kept.delete(kept.keys().next().value as string)
    return found
  }

  async function execute(query: InStatement | string): Promise<ResultSet> {
    const { sql, args = [] } = typeof query === 'string' ? { sql: query } : query
    const { statement, shape, names } = prepared(sql)
    try {
      const rows = statement.all(args as unknown[]) as unknown[][]
      return { rows: rows.map(values => rowOf(values, shape, names)) } as unknown as ResultSet
    } catch (error) {
      kept.delete(sql)
      throw error
    }
  }

  return { execute: execute as Client['execute'], close: () => void database.close() }
}

function prepare(database: Database.Database, sql: string): Kept {
  const statement = database.prepare(sql).raw(true)
  const names = distinct(statement.columns().map(({ name }) => name))
  return { statement, shape: shapeOf(names), names }
}

/** Of columns with the same name the first keeps it, as with the client; a bare number is a position. */
function distinct(names: string[]): string[] {
  const isTaken = (name: string, i: number) =>
    names.indexOf(name) !== i || /^(\d+|length)$/.test(name)
  return names.map((name, i) => (isTaken(name, i) ? `${name}:${i}` : name))
}

/** Rows carry their values by name; by position they are found through what all rows of a statement share. */
function shapeOf(names: string[]): object {
  const byPosition = names.map((name, i) => [
    i,
    {
      get(this: Record<string, unknown>) {
        return this[name]
      },
    },
  ])
  return Object.create(null, { ...Object.fromEntries(byPosition), length: { value: names.length } })
}

function rowOf(values: unknown[], shape: object, names: string[]): object {
  const row = Object.create(shape) as Record<string, unknown>
  for (let i = 0; i < names.length; i += 1) row[names[i] as string] = values[i]
  return row
}
