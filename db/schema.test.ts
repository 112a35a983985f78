import { readFileSync } from 'node:fs'
import { getTableColumns, is } from 'drizzle-orm'
import { getTableConfig, SQLiteTable } from 'drizzle-orm/sqlite-core'
import { expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { rawClient } from './client.ts'
import * as schema from './schema.ts'

testDatabase()

const tables = Object.values(schema).filter(each => is(each, SQLiteTable)) as SQLiteTable[]
/** Tables that only the migrations and the lane know. */
const WITHOUT_SCHEMA = ['migrations', 'write_proofs', 'sqlite_sequence']

test('the schema describes every table of the migrated database', async () => {
  const found = await rawClient().execute(
    "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name",
  )
  const inDatabase = found.rows
    .map(row => String(row.name))
    .filter(name => !WITHOUT_SCHEMA.includes(name))
  expect(tables.map(table => getTableConfig(table).name).sort()).toEqual(inDatabase)
})

test.each(tables.map(table => [getTableConfig(table).name, table] as const))(
  '%s has the same columns, types and constraints in the schema and in the database',
  async (name, table) => {
    const found = await rawClient().execute(`PRAGMA table_info("${name}")`)
    const inDatabase = found.rows.map(row => ({
      name: String(row.name),
      type: String(row.type).toLowerCase(),
      isRequired: row.notnull === 1 || Number(row.pk) > 0,
      hasDefault: row.dflt_value !== null,
    }))
    const inSchema = Object.values(getTableColumns(table)).map(column => ({
      name: column.name,
      type: column.getSQLType(),
      isRequired: column.notNull || column.primary || isKey(table, column.name),
      hasDefault: column.hasDefault && column.default !== undefined,
    }))
    const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name)
    expect(inSchema.sort(byName)).toEqual(inDatabase.sort(byName))
  },
)

function isKey(table: SQLiteTable, column: string): boolean {
  return getTableConfig(table).primaryKeys.some(key =>
    key.columns.some(({ name }) => name === column),
  )
}

test('schema.ts names every trigger at its table', async () => {
  const found = await rawClient().execute(
    "SELECT name, tbl_name FROM sqlite_schema WHERE type = 'trigger' AND tbl_name <> 'refusals'",
  )
  const parts = readFileSync(new URL('./schema.ts', import.meta.url), 'utf8').split(/\n(?=\/\*\*)/)
  const isNamed = (trigger: string, table: string) =>
    parts.some(
      part => part.includes(trigger) && new RegExp(`sqliteTable\\(\\s*'${table}'`).test(part),
    )
  const missing = found.rows.filter(row => !isNamed(String(row.name), String(row.tbl_name)))
  expect(missing.map(row => `${row.tbl_name}: ${row.name}`)).toEqual([])
  expect(found.rows.length).toBeGreaterThan(30)
})
