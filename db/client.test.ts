import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeDatabase, databaseAddress, openDatabase, rawClient, witnessClient } from './client.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-client-'))
})
afterEach(() => {
  closeDatabase()
  rmSync(folder, { recursive: true, force: true })
})

test('our connections have the settings that durability and foreign keys need', async () => {
  await openDatabase(databaseAddress(path.join(folder, 'a.db')))
  for (const client of [rawClient(), witnessClient()]) {
    const pragma = async (name: string) => (await client.execute(`PRAGMA ${name}`)).rows[0]?.[0]
    expect(await pragma('journal_mode')).toBe('wal')
    expect(await pragma('synchronous')).toBe(2)
    expect(await pragma('foreign_keys')).toBe(1)
  }
})

test('refuses a file that cannot be put into WAL mode', async () => {
  await expect(openDatabase(databaseAddress('file::memory:'))).rejects.toThrow(
    'the database runs with journal_mode = memory, not wal',
  )
})

test('waits for a file that another process holds for a moment', async () => {
  const address = databaseAddress(path.join(folder, 'b.db'))
  const other = createClient(address as { url: string })
  await other.execute('CREATE TABLE t (a)')
  const held = await other.transaction('write')
  setTimeout(() => void held.rollback(), 150)
  await openDatabase(address)
  expect((await rawClient().execute('PRAGMA journal_mode')).rows[0]?.[0]).toBe('wal')
  other.close()
})
