import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { backUpWhenDue, backupState, makeBackup } from './backup.server.ts'

const database = testDatabase()
const going = new AbortController().signal
const before = settings()
let folder = ''
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'tickets-backup-')), 'backups')
  overrideSettings({
    DATABASE: database.file(),
    databaseFile: database.file(),
    BACKUP_DIR: folder,
    BACKUP_EVERY_HOURS: 24,
  })
})
afterEach(() => {
  vi.useRealTimers()
  overrideSettings(before)
  rmSync(path.dirname(folder), { recursive: true, force: true })
})

describe('scheduled backups', () => {
  test('are made when none is recent enough, and the admin page dates the latest', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.parse('2026-03-01T10:00:00Z') })
    expect(backupState()).toMatchObject({ total: 0, latest: undefined })
    expect(await backUpWhenDue(going)).toContain('2026-03-01T10-00-00-000Z-scheduled.db')
    expect(await backUpWhenDue(going)).toBeUndefined()
    vi.setSystemTime('2026-03-02T09:59:59Z')
    expect(await backUpWhenDue(going)).toBeUndefined()
    vi.setSystemTime('2026-03-02T10:00:00Z')
    expect(await backUpWhenDue(going)).toContain('2026-03-02T10-00')
    expect(backupState()).toMatchObject({ total: 2, latest: Date.parse('2026-03-02T10:00:00Z') })
  })

  test('are not made when turned off, or of a remote database', async () => {
    overrideSettings({ BACKUP_EVERY_HOURS: 0 })
    expect(await backUpWhenDue(going)).toBeUndefined()
    overrideSettings({ BACKUP_EVERY_HOURS: 1, isRemote: true })
    expect(await backUpWhenDue(going)).toBeUndefined()
    expect(backupState()).toBeUndefined()
    await expect(makeBackup('by-hand')).rejects.toThrow('back it up where it runs')
    expect(existsSync(folder)).toBe(false)
  })

  test('that fail are reported, retried, and forgotten when one succeeds', async () => {
    writeFileSync(folder, 'in the way')
    await expect(backUpWhenDue(going)).rejects.toThrow('no backup was made')
    expect(backupState()?.lastFailure?.problem).toBeTruthy()
    rmSync(folder)
    expect(await backUpWhenDue(going)).toBeTruthy()
    expect(backupState()?.lastFailure).toBeUndefined()
  })

  test('abandoned at a stop are not failures', async () => {
    writeFileSync(folder, 'in the way')
    expect(await backUpWhenDue(AbortSignal.abort())).toBeUndefined()
    expect(backupState()?.lastFailure).toBeUndefined()
  })
})

test('no backup is made while a restore is unfinished', async () => {
  writeFileSync(`${database.file()}.restoring`, '')
  await expect(makeBackup('by-hand')).rejects.toThrow('is being restored')
  rmSync(`${database.file()}.restoring`)
  await makeBackup('by-hand')
  expect(readdirSync(folder)).toHaveLength(1)
})
