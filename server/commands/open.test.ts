import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { overrideSettings } from '#app/settings.server.ts'
import { closeDatabase, rawClient } from '#db/client.ts'
import { MigrationError } from '#db/migrations.ts'
import { lockDatabase, unlockDatabase } from '#server/database/server-lock.ts'
import { openForCommand, openMigrated } from './open.ts'

let folder = ''
let file = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-open-'))
  file = path.join(folder, 'data', 'tickets.db')
  overrideSettings({ DATABASE: file, databaseFile: file })
})
afterEach(() => {
  closeDatabase()
  unlockDatabase()
  rmSync(folder, { recursive: true, force: true })
})

const countUsers = async () =>
  (await rawClient().execute('SELECT count(*) FROM users')).rows[0]?.[0]

describe('a command', () => {
  test('makes a missing database and its folder, and a server can start afterwards', async () => {
    await openForCommand()
    expect(await countUsers()).toBe(0)
    await expect(lockDatabase(file)).resolves.toBeUndefined()
  })

  test('opens the database of a running server', async () => {
    await openForCommand()
    closeDatabase()
    await lockDatabase(file)
    await openForCommand()
    expect(await countUsers()).toBe(0)
  })

  test('never upgrades a database under a running server', async () => {
    await openForCommand()
    await rawClient().execute('DROP TABLE migrations')
    closeDatabase()
    await lockDatabase(file)
    await expect(openForCommand()).rejects.toThrow(MigrationError)
  })

  test('that only reads upgrades nothing', async () => {
    await openForCommand()
    await rawClient().execute('DROP TABLE migrations')
    closeDatabase()
    await expect(openMigrated()).rejects.toThrow(/start \(or restart\) the server first/)
    expect(existsSync(path.join(folder, 'data', 'backups'))).toBe(false)
  })
})
