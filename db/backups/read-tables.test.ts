import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { readTables } from './read-tables.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-read-test-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

async function make(...statements: string[]): Promise<string> {
  const file = path.join(folder, 'some.db')
  const client = createClient({ url: `file:${file}` })
  for (const statement of statements) await client.execute(statement)
  client.close()
  return file
}

describe("another program's tables", () => {
  test('are read with every kind of value', async () => {
    const file = await make(
      'CREATE TABLE things (a, b, c, d, e)',
      "INSERT INTO things VALUES (1, 'x', NULL, 9223372036854775807, x'C3A9')",
    )
    expect(await readTables(file, ['things'])).toEqual({
      things: [{ a: 1, b: 'x', c: null, d: '9223372036854775807', e: 'é' }],
    })
  })

  test('include what is only in the log, and the file is left unchanged', async () => {
    const file = await make('PRAGMA journal_mode = WAL', 'CREATE TABLE things (a)')
    const writer = createClient({ url: `file:${file}` })
    await writer.execute('INSERT INTO things VALUES (1)')
    const before = readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name))])
    expect(await readTables(file, ['things'])).toEqual({ things: [{ a: 1 }] })
    expect(readdirSync(folder).map(n => [n, readFileSync(path.join(folder, n))])).toEqual(before)
    writer.close()
  })

  test('are refused with a reason when they are missing', async () => {
    const missing = path.join(folder, 'missing.db')
    await expect(readTables(missing, ['things'])).rejects.toThrow('there is no such file')
    expect(readdirSync(folder)).toEqual([])
    const text = path.join(folder, 'text.db')
    writeFileSync(text, 'this is no database, and long enough to be looked at as one. '.repeat(20))
    await expect(readTables(text, ['things'])).rejects.toThrow(/cannot be read .*not a database/)
    await expect(readTables(folder, ['things'])).rejects.toThrow(/cannot be read/)
    await expect(readTables(await make('CREATE TABLE x (a)'), ['things'])).rejects.toThrow(
      'has no table “things”',
    )
  })

  test('of a damaged file are refused', async () => {
    const file = await make(
      'CREATE TABLE things (a)',
      'INSERT INTO things SELECT hex(randomblob(3000)) FROM (VALUES (1), (2), (3), (4))',
    )
    const bytes = readFileSync(file)
    bytes.fill(0xff, 4096, 6000)
    writeFileSync(file, bytes)
    await expect(readTables(file, ['things'])).rejects.toThrow(/damaged|cannot be read/)
  })
})

/** Fails when it is computed, so that nothing that could run for ever is. */
const FAILING = 'abs(-9223372036854775807 - a)'
/** SQLite gives up on working out the last of them, after seconds. */
const NESTED = Array.from({ length: 18 }, (_, n) =>
  n === 0
    ? 'CREATE VIEW v0 AS SELECT 1 AS a'
    : `CREATE VIEW v${n} AS SELECT x.a FROM v${n - 1} x, v${n - 1} y`,
)

describe('nothing that a file would compute is run:', () => {
  test.each([
    ['a virtual column', [`CREATE TABLE things (a, b AS (${FAILING}))`]],
    ['one that SQLite checks', [`CREATE TABLE things (a, b INT NOT NULL AS (${FAILING}))`]],
    ['a check', [`CREATE TABLE things (a, CHECK (${FAILING}))`]],
    [
      'an index on an expression',
      ['CREATE TABLE things (a)', `CREATE INDEX i ON things (${FAILING})`],
    ],
    [
      'an index on a part',
      ['CREATE TABLE things (a)', `CREATE INDEX i ON things (a) WHERE ${FAILING}`],
    ],
    ['nested views beside a virtual column', ['CREATE TABLE things (a, b AS (1))', ...NESTED]],
    [
      'a trigger',
      [
        'CREATE TABLE things (a)',
        `CREATE TRIGGER t AFTER INSERT ON things BEGIN UPDATE things SET a = a WHERE ${FAILING}; END`,
      ],
    ],
  ])('%s', async (_, statements) => {
    // The expression is put in when the row is there, for SQLite computes some of it when it writes.
    const file = await make(
      ...statements.map(statement => statement.replaceAll(FAILING, 'a')),
      'INSERT INTO things (a) VALUES (1)',
    )
    const client = createClient({ url: `file:${file}` })
    await client.execute('PRAGMA writable_schema = ON')
    for (const statement of statements)
      await client.execute({
        sql: 'UPDATE sqlite_schema SET sql = ? WHERE sql = ?',
        args: [statement, statement.replaceAll(FAILING, 'a')],
      })
    client.close()
    const skipped: string[] = []
    expect((await readTables(file, ['things'], skipped)).things).toEqual([{ a: 1 }])
    expect(skipped.join()).not.toContain('damaged')
  })

  test('and reports what was not read', async () => {
    const file = await make(
      'CREATE TABLE things (a, b AS (a + 1), c AS (a + 2) STORED, d AS (b + 1) UNIQUE)',
      'INSERT INTO things (a) VALUES (1)',
    )
    const skipped: string[] = []
    expect(await readTables(file, ['things'], skipped)).toEqual({ things: [{ a: 1, c: 3 }] })
    expect(skipped).toEqual([
      'things.b: a computed column',
      'things.d: a computed column',
      'whether the file is damaged, because its computed columns cannot be left out',
    ])
  })

  test('refuses views and virtual tables in place of a table', async () => {
    const view = await make(
      'CREATE VIEW things AS WITH RECURSIVE n(a) AS (SELECT 1 UNION ALL SELECT a + 1 FROM n) SELECT a FROM n',
    )
    await expect(readTables(view, ['things'])).rejects.toThrow('“things” is a view there')
    rmSync(view)
    const virtual = await make('CREATE VIRTUAL TABLE things USING fts5(a)')
    await expect(readTables(virtual, ['things'])).rejects.toThrow('“things” is a virtual table')
  })
})

test('reads tables without rows, without a rowid and with odd names', async () => {
  const file = await make(
    'CREATE TABLE none (a)',
    'CREATE TABLE keyed (k TEXT PRIMARY KEY, "sele""ct") WITHOUT ROWID',
    "INSERT INTO keyed VALUES ('b', 2), ('a', 1)",
    'CREATE TABLE "my things" (rowid TEXT, "a b")',
    `INSERT INTO "my things" VALUES ('x', 3)`,
  )
  expect(await readTables(file, ['none', 'keyed', 'my things'])).toEqual({
    none: [],
    keyed: [
      { k: 'a', 'sele"ct': 1 },
      { k: 'b', 'sele"ct': 2 },
    ],
    'my things': [{ rowid: 'x', 'a b': 3 }],
  })
})
