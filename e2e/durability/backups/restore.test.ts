import {
  copyFileSync,
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createEvent, createUser } from '#app/testing/factories.ts'
import { finishRestore, isRestoreUnfinished } from '#db/backups/restore.ts'
import { closeDatabase, rawClient } from '#db/client.ts'
import { migrations } from '#db/migrations.ts'
import { prepareDatabase } from '#db/setup.ts'
import { lockDatabase, unlockDatabase } from '#server/database/server-lock.ts'
import { startLibsqlServer } from '../../libsql-server.ts'
import { startServer } from '../../server.ts'
import { runCommand } from '../command.ts'
import { askShell, findDamage } from '../shell.ts'
import { makeOlder } from './older.ts'

let made = ''
let folder = ''
let database = ''
let backup = ''

beforeAll(async () => {
  made = mkdtempSync(path.join(tmpdir(), 'tickets-restore-'))
  const file = path.join(made, 'tickets.db')
  await prepareDatabase({ database: file })
  const ada = await createUser({ name: 'Ada', role: 'admin' })
  await rawClient().execute({ sql: 'VACUUM INTO ?', args: [path.join(made, 'backup.db')] })
  await createUser({ name: 'Later' })
  await createEvent({ ownerId: ada.id })
  for (const ending of ['', '-wal'])
    copyFileSync(file + ending, `${path.join(made, 'later.db')}${ending}`)
  closeDatabase()
})
afterAll(() => rmSync(made, { recursive: true, force: true }))

beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-restore-'))
  database = path.join(folder, 'tickets.db')
  backup = path.join(folder, 'backup.db')
  for (const ending of ['', '-wal']) cpSync(path.join(made, `later.db${ending}`), database + ending)
  cpSync(path.join(made, 'backup.db'), backup)
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const namesIn = (file: string) =>
  askShell(file, 'SELECT name FROM users ORDER BY name').map(row => row.name)
const aside = () =>
  readdirSync(folder)
    .filter(name => /replaced-[\dTZ-]+Z$/.test(name))
    .map(name => path.join(folder, name))
const restore = (file: string, options: { env?: object; preload?: string } = {}) =>
  runCommand('restore', [file], { database, ...options })

describe('a restore', () => {
  test('puts the backup in place, keeps what was there, and says how to go back', async () => {
    const { code, output } = await restore(backup)
    expect(output).toMatch(/^Restored .*backup\.db\. Start the server\.\n/)
    expect(code).toBe(0)
    expect(namesIn(database)).toEqual(['Ada'])
    expect(findDamage(database)).toEqual([])
    expect(namesIn(aside()[0] ?? '')).toEqual(['Ada', 'Later'])
    expect(readdirSync(folder).filter(name => /restoring|part/.test(name))).toEqual([])

    const back = /npm run restore -- (\S+)/.exec(output)?.[1] ?? ''
    expect(await restore(back)).toMatchObject({ code: 0 })
    expect(namesIn(database)).toEqual(['Ada', 'Later'])
    expect(aside()).toHaveLength(2)
  })

  test('ends sessions, holds mail that may have been sent since, and is in the audit trail', async () => {
    const file = createClient({ url: `file:${backup}` })
    const [user] = (await file.execute('SELECT id FROM users')).rows
    await file.execute({
      sql: "INSERT INTO sessions (id, token_hash, user_id, created_at, seen_at, idle_ends_at, ends_at) VALUES ('s', 'h', ?, 1, 1, 9e15, 9e15)",
      args: [String(user?.id)],
    })
    for (const state of ['queued', 'sending', 'kept'])
      await file.execute(
        `INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, state, next_attempt_at, created_at)
          VALUES ('${state}', 'result', '${state}', 'a@example.org', 's', 't', 'h', '${state}', 1, 1)`,
      )
    file.close()
    expect((await restore(backup)).output).toMatch(
      /2 emails that waited in it may have been sent since/,
    )
    expect(askShell(database, 'SELECT id, state FROM mails ORDER BY id')).toEqual([
      { id: 'kept', state: 'kept' },
      { id: 'queued', state: 'unknown' },
      { id: 'sending', state: 'unknown' },
    ])
    expect(askShell(database, 'SELECT count(*) AS n FROM sessions')).toEqual([{ n: 0 }])
    expect(
      askShell(database, 'SELECT action, subject_id FROM audit_entries ORDER BY id DESC LIMIT 1'),
    ).toEqual([{ action: 'database.restored', subject_id: 'backup.db' }])
  })

  test('works where there is no database yet', async () => {
    database = path.join(folder, 'elsewhere/new.db')
    expect(await restore(backup)).toMatchObject({ code: 0 })
    expect(namesIn(database)).toEqual(['Ada'])
  })

  test('brings what is older up to date before it takes the place', async () => {
    const older = path.join(folder, 'older.db')
    await makeOlder(older)
    const { code, output } = await restore(older)
    expect(output).toContain(`It was older than this program and got: ${migrations.at(-1)?.name}`)
    expect(code).toBe(0)
    expect(namesIn(database)).toEqual(['Ada'])
    expect(findDamage(database)).toEqual([])
  })
})

describe('nothing is restored, and nothing changed', () => {
  async function refused(file: string, words: RegExp, env = {}): Promise<void> {
    const files = () =>
      readdirSync(folder).filter(name => !/\.lock$|-shm$|^backup\.db-wal$/.test(name))
    const before = files().sort()
    const { code, output } = await restore(file, { env })
    expect(output).toMatch(words)
    expect(output).not.toMatch(/\n\s+at /)
    expect(code).not.toBe(0)
    expect(files().sort()).toEqual(before)
    expect(namesIn(database)).toEqual(['Ada', 'Later'])
  }

  test('while a server holds the database', async () => {
    const server = await startServer({ database })
    const { code, output } = await restore(backup)
    expect(output).toMatch(/tickets\.db is in use by process \d+, running since/)
    expect(code).toBe(1)
    expect((await fetch(`${server.url}/readyz`)).status).toBe(200)
    await server.stop()
    expect(namesIn(database)).toEqual(['Ada', 'Later'])
    expect(aside()).toEqual([])
  })

  test('from a file that is missing, damaged, no database, or not ours', async () => {
    await refused(path.join(folder, 'missing.db'), /missing\.db: there is no such file/)
    await refused('package.json', /package\.json: the file is damaged, or is no database/)
    const cut = path.join(folder, 'cut.db')
    cpSync(backup, cut)
    truncateSync(cut, 20_000)
    await refused(cut, /cut\.db: the file is damaged/)
    const foreign = path.join(folder, 'foreign.db')
    askShell(foreign, 'CREATE TABLE t (a)')
    await refused(foreign, /foreign\.db is no database of this program/)
    writeFileSync(path.join(folder, 'empty.db'), '')
    await refused(path.join(folder, 'empty.db'), /empty\.db is no database of this program/)
  })

  test('from a database of a newer program, or from the database itself', async () => {
    askShell(backup, "INSERT INTO migrations VALUES (9999, '9999_future', 'h', 0)")
    await refused(backup, /newer than this program \(it has migration 9999_future\)/)
    await refused(database, /is the database itself/)
    const remote = { DATABASE: 'libsql://db.example.org' }
    await refused(backup, /DATABASE is a libSQL server: restore it where it runs/, remote)
  })

  test('from a backup with a trigger, a table or an index that does not belong to this program, or without one that does', async () => {
    const promote =
      "CREATE TRIGGER promote AFTER DELETE ON sessions BEGIN UPDATE users SET role = 'admin'; END"
    for (const [statement, words] of [
      [promote, /backup\.db: .*: the trigger promote on sessions does not belong to this program/],
      ['CREATE TABLE extra (a)', /the table extra does not belong to this program/],
      ['DROP TRIGGER users_keep_last_admin', /trigger users_keep_last_admin on users is missing/],
    ] as const) {
      cpSync(path.join(made, 'backup.db'), backup)
      askShell(backup, statement)
      await refused(backup, words)
    }
    const older = path.join(folder, 'older.db')
    await makeOlder(older)
    askShell(older, promote)
    await refused(
      older,
      /older\.db: .*: the trigger promote on sessions does not belong to this program/,
    )
  })

  test('when it is called in a way that it does not know', async () => {
    for (const args of [[], ['--force'], ['one.db', 'two.db']]) {
      const { code, output } = await runCommand('restore', args, { database })
      expect({ args, code }).toEqual({ args, code: 2 })
      expect(output).toContain('Usage: npm run restore -- FILE')
    }
  })
})

test('a restore that is killed before any of its changes loses nothing, and the next start has one of the two whole', async () => {
  const outcomes: string[] = []
  for (let step = 1; ; step += 1) {
    rmSync(folder, { recursive: true, force: true })
    cpSync(made, folder, { recursive: true })
    for (const ending of ['', '-wal'])
      cpSync(path.join(made, `later.db${ending}`), database + ending)
    rmSync(`${database}-shm`, { force: true })
    const preload = path.resolve('e2e/durability/kills/kill-at-change.mjs')
    const { signal } = await restore(backup, { env: { KILL_AT: String(step) }, preload })
    // As every start does; in the test below a server does it.
    await lockDatabase(database)
    if (isRestoreUnfinished(database)) finishRestore(database)
    unlockDatabase()
    expect(findDamage(database)).toEqual([])
    const now = namesIn(database)
    outcomes.push(now.length === 2 ? 'old' : 'new')
    if (now.length === 1) expect(namesIn(aside()[0] ?? '')).toEqual(['Ada', 'Later'])
    else expect(now).toEqual(['Ada', 'Later'])
    expect(existsSync(`${database}.restoring`)).toBe(false)
    if (signal === null) break
  }
  // Two copies, three old files, the new one in place; and once to the end.
  expect(outcomes).toEqual(['old', 'old', 'new', 'new', 'new', 'new', 'new'])
})

test.each(['deno', 'node'] as const)(
  'a server on %s does not start on a database with a foreign trigger, and names it in one line',
  async runtime => {
    askShell(
      database,
      "CREATE TRIGGER promote AFTER INSERT ON sessions BEGIN UPDATE users SET role = 'admin'; END",
    )
    await expect(startServer({ runtime, database })).rejects.toThrow(
      /Cannot start: the database does not match this program: the trigger promote on sessions does not belong to this program\..*\n?$/,
    )
    const direct = path.join(folder, 'remote.db')
    cpSync(database, direct)
    const libsql = await startLibsqlServer(direct)
    const env = { DATABASE: libsql.url }
    await expect(startServer({ runtime, database, env })).rejects.toThrow(
      'the trigger promote on sessions does not belong to this program',
    )
    await libsql.stop()
  },
)

test.each(['deno', 'node'] as const)(
  'a server on %s finishes a restore that was interrupted, and says so',
  async runtime => {
    cpSync(backup, `${database}.restoring`)
    const server = await startServer({ runtime, database })
    expect(server.output()).toContain('finished a restore that had been interrupted')
    await server.stop()
    expect(namesIn(database)).toEqual(['Ada'])
    expect(namesIn(aside()[0] ?? '')).toEqual(['Ada', 'Later'])
  },
)
