import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { overrideSettings } from '#app/settings.server.ts'
import { addressOfHolder, isDatabaseLocked, lockDatabase, unlockDatabase } from './server-lock.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-lock-'))
  file = path.join(folder, 'tickets.db')
})
afterEach(() => {
  unlockDatabase()
  rmSync(folder, { recursive: true, force: true })
})

test('a database has one server: the second learns which process holds it, and since when', async () => {
  await lockDatabase(file)
  expect(isDatabaseLocked()).toBe(true)
  await expect(lockDatabase(file)).rejects.toThrow(
    new RegExp(
      `tickets\\.db is in use by process ${process.pid}, running since \\d{4}-.*: one server a database file`,
    ),
  )
})

test('the address of the holder can be read while the lock is held', async () => {
  expect(await addressOfHolder(file)).toBeUndefined()
  overrideSettings({ APP_URL: 'https://tickets.example.org' })
  await lockDatabase(file)
  expect(await addressOfHolder(file)).toBe('https://tickets.example.org')
})

test('the lock is free again once released', async () => {
  await lockDatabase(file)
  unlockDatabase()
  await lockDatabase(file)
  expect(isDatabaseLocked()).toBe(true)
})
