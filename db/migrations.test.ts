import { spawn } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { makeOlder } from '../e2e/durability/backups/older.ts'
import { closeDatabase, rawClient, reconnect } from './client.ts'
import { applyMigration, type Migration, migrations, pendingMigrations } from './migrations.ts'
import { prepareDatabase } from './setup.ts'

let folder = ''
let database = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-migrations-'))
  database = path.join(folder, 'tickets.db')
})
afterEach(() => {
  closeDatabase()
  rmSync(folder, { recursive: true, force: true })
})

const names = migrations.map(migration => migration.name)
const extra: Migration = {
  number: 9000,
  name: '9000_extra',
  hash: 'h',
  statements: ['CREATE TABLE extra (a)', 'INSERT INTO extra VALUES (1)'],
}

async function change(sql: string): Promise<void> {
  const client = createClient({ url: `file:${database}` })
  await client.execute(sql)
  client.close()
}

async function tables(): Promise<string[]> {
  const found = await rawClient().execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
  return found.rows.map(row => String(row.name))
}

describe('a start', () => {
  test('on a new file applies everything, without a backup', async () => {
    expect(await prepareDatabase({ database })).toEqual(names)
    expect(readdirSync(folder)).not.toContain('backups')
  })

  test('on an up-to-date file changes nothing', async () => {
    await prepareDatabase({ database })
    closeDatabase()
    expect(await prepareDatabase({ database })).toEqual([])
    expect(readdirSync(folder)).not.toContain('backups')
  })

  test('makes the folder for the database', async () => {
    database = path.join(folder, 'new/folder/tickets.db')
    expect(await prepareDatabase({ database })).toEqual(names)
  })

  test('that must upgrade makes a complete, readable backup first', async () => {
    await makeOlder(database)
    await prepareDatabase({ database, backupDir: path.join(folder, 'kept') })
    const [name = ''] = readdirSync(path.join(folder, 'kept'))
    expect(name).toMatch(/^tickets-.*-before-upgrade\.db$/)
    const copy = createClient({ url: `file:${path.join(folder, 'kept', name)}` })
    expect((await copy.execute('SELECT name FROM users')).rows[0]?.name).toBe('Ada')
    expect(await pendingMigrations(copy)).toEqual(migrations.slice(-1))
    copy.close()
  })

  test('is refused when a migration differs from the one applied', async () => {
    await prepareDatabase({ database })
    closeDatabase()
    await change("UPDATE migrations SET hash = 'other' WHERE number = 1")
    await expect(prepareDatabase({ database })).rejects.toThrow(
      "migration 0001_start of the database differs from this program's",
    )
  })

  test('is refused, and changes nothing, when a newer program made the file', async () => {
    await prepareDatabase({ database })
    closeDatabase()
    await change("INSERT INTO migrations VALUES (9999, '9999_future', 'h', 0)")
    await expect(prepareDatabase({ database })).rejects.toThrow(
      'the database is newer than this program (it has migration 9999_future): start the newer program',
    )
    expect(readdirSync(folder)).not.toContain('backups')
  })
})

describe('a migration', () => {
  test('that fails halfway leaves nothing behind', async () => {
    await prepareDatabase({ database })
    const broken = { ...extra, statements: [...extra.statements, 'INSERT INTO nowhere VALUES (1)'] }
    await expect(applyMigration(rawClient(), broken, reconnect)).rejects.toThrow('nowhere')
    expect(await tables()).not.toContain('extra')
    expect(await pendingMigrations(rawClient(), [...migrations, extra])).toEqual([extra])
  })

  test('whose process is killed halfway leaves nothing behind', async () => {
    const statements = migrations.flatMap(migration => migration.statements)
    await killedBeforeCommit(statements)
    expect(await prepareDatabase({ database })).toEqual(names)
    expect((await rawClient().execute('PRAGMA integrity_check')).rows[0]?.[0]).toBe('ok')
  })

  test('that another process has just applied is not applied again', async () => {
    await prepareDatabase({ database })
    await applyMigration(rawClient(), extra, reconnect)
    await applyMigration(rawClient(), extra, reconnect)
    expect((await rawClient().execute('SELECT count(*) AS n FROM extra')).rows[0]?.n).toBe(1)
  })
})

/** Does all the work of a migration in another process, which is killed before it can commit. */
async function killedBeforeCommit(statements: string[]): Promise<void> {
  const program = `import { createClient } from '@libsql/client'
    const client = createClient({ url: 'file:' + process.argv[1] })
    await client.execute('PRAGMA journal_mode = WAL')
    const transaction = await client.transaction('write')
    for (const statement of JSON.parse(process.argv[2])) await transaction.execute(statement)
    process.kill(process.pid, 'SIGKILL')`
  const args = ['--input-type=module', '-e', program, database, JSON.stringify(statements)]
  const child = spawn(process.execPath, args, { stdio: 'inherit' })
  const signal = await new Promise(resolve => child.on('exit', (_, how) => resolve(how)))
  expect(signal).toBe('SIGKILL')
}
