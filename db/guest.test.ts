import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeDatabase, databaseAddress, openDatabase, rawClient, reconnect } from './client.ts'

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-client-'))
})
afterEach(() => {
  closeDatabase()
  rmSync(folder, { recursive: true, force: true })
})

const checkpointsAfter = async () =>
  (await rawClient().execute('PRAGMA wal_autocheckpoint')).rows[0]?.[0]

test('the server checkpoints; a guest never does, even after it reconnects', async () => {
  const address = databaseAddress(path.join(folder, 'some.db'))
  await openDatabase(address)
  expect(await checkpointsAfter()).toBe(1000)
  closeDatabase()
  await openDatabase(address, { isGuest: true })
  expect(await checkpointsAfter()).toBe(0)
  await reconnect()
  expect(await checkpointsAfter()).toBe(0)
})
