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

  test('include what still stands in the log beside the file, which stays as it is', async () => {
    const file = await make('PRAGMA journal_mode = WAL', 'CREATE TABLE things (a)')
    const writer = createClient({ url: `file:${file}` })
    await writer.execute('INSERT INTO things VALUES (1)')
    const before = readdirSync(folder).map(name => [name, readFileSync(path.join(folder, name))])
    expect(await readTables(file, ['things'])).toEqual({ things: [{ a: 1 }] })
    expect(readdirSync(folder).map(n => [n, readFileSync(path.join(folder, n))])).toEqual(before)
    writer.close()
  })

  test('are refused with a reason when there are none', async () => {
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
