import type { Client, InStatement, ResultSet } from '@libsql/client'
import Database from 'libsql'

const KEPT_STATEMENTS = 300

type Statement = ReturnType<Database.Database['prepare']>
type Kept = { statement: Statement; shape: object; names: string[] }

export type Reader = Pick<Client, 'execute' | 'close'>

/** Keeps its statements prepared: the client prepares each one every time, which costs more than running it. */
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

/** As in the client: the first of several columns with one name keeps it, and a number means a position. */
function distinct(names: string[]): string[] {
  const isTaken = (name: string, i: number) =>
    names.indexOf(name) !== i || /^(\d+|length)$/.test(name)
  return names.map((name, i) => (isTaken(name, i) ? `${name}:${i}` : name))
}

/** Getters that all rows of a statement share. */
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
