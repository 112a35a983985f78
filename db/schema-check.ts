import type { Client } from '@libsql/client'
import { type Migration, MigrationError } from './migrations.ts'

export type SchemaObject = { type: string; name: string; table: string; sql: string | null }
export type SchemaFault = SchemaObject & { what: 'foreign' | 'missing' | 'changed' }

export const SCHEMA_QUERY = 'SELECT type, name, tbl_name AS "table", sql FROM sqlite_schema'

/** Tables and indexes that SQLite or a libSQL server makes; neither makes triggers or views. */
const OF_SQLITE = /^sqlite_(sequence|stat\d)$/
const OF_SERVER = /^(libsql_|_litestream_)/

/** An added trigger acts on every write, and a missing one guards nothing. */
export function findSchemaFaults(
  found: readonly SchemaObject[],
  applied: readonly Migration[],
): SchemaFault[] {
  const expected = byName(expectedSchema(applied))
  const there = byName(found.filter(isMadeBySomebody))
  const others = [...there].flatMap(([key, object]): SchemaFault[] => {
    const ours = expected.get(key)
    if (!ours) return [{ ...object, what: 'foreign' }]
    const isSame = ours.sql === object.sql && ours.table === object.table
    return isSame ? [] : [{ ...object, what: 'changed' }]
  })
  const missing = [...expected].filter(([key]) => !there.has(key))
  return [...others, ...missing.map(([, object]) => ({ ...object, what: 'missing' as const }))]
}

export function isMadeBySomebody({ type, name, sql }: SchemaObject): boolean {
  if (type === 'table') return !OF_SQLITE.test(name) && !OF_SERVER.test(name)
  return type !== 'index' || (sql !== null && !OF_SERVER.test(name))
}

function byName(objects: readonly SchemaObject[]): Map<string, SchemaObject> {
  return new Map(objects.map(object => [objectKey(object), object]))
}

export function objectKey({ type, name }: SchemaObject): string {
  return `${type} ${name}`
}

export type SchemaChange = { migration: string; made: SchemaObject[]; gone: string[] }

/** Written by `npx vitest run db/schema-check.test.ts -u`: a server that worked it out in memory lost writes. */
const [changes = []] = Object.values(
  import.meta.glob<SchemaChange[]>('./schema-made.json', { import: 'default', eager: true }),
)

function expectedSchema(applied: readonly Migration[]): SchemaObject[] {
  const expected = new Map<string, SchemaObject>()
  for (const { name } of applied) {
    const change = changes.find(({ migration }) => migration === name)
    if (!change) throw new Error(`schema-made.json does not know what ${name} makes`)
    for (const key of change.gone) expected.delete(key)
    for (const object of change.made) expected.set(objectKey(object), object)
  }
  return [...expected.values()]
}

export async function readSchema(client: Client): Promise<SchemaObject[]> {
  const { rows } = await client.execute(SCHEMA_QUERY)
  return rows.map(({ type, name, table, sql }) => ({
    ...{ type: String(type), name: String(name), table: String(table) },
    sql: sql === null || sql === undefined ? null : String(sql),
  }))
}

export async function assertSchema(client: Client, applied: readonly Migration[]): Promise<void> {
  const faults = findSchemaFaults(await readSchema(client), applied)
  if (faults.length === 0) return
  throw new MigrationError(
    `the database does not match this program: ${sayFaults(faults)}. Restore a backup, or repair it with sqlite3.`,
  )
}

export function sayFaults(faults: readonly SchemaFault[]): string {
  const words = {
    foreign: 'does not belong to this program',
    missing: 'is missing',
    changed: 'was changed',
  }
  return faults
    .map(({ type, name, table, what }) => {
      const where = type === 'table' || type === 'view' ? '' : ` on ${table}`
      return `the ${type} ${name}${where} ${words[what]}`
    })
    .join('; ')
}
