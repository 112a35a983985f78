import {
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { countDescriptors, noDescriptors } from '#app/testing/descriptors.ts'
import { createUser } from '#app/testing/factories.ts'
import { rawClient } from '#db/client.ts'
import { backUp } from './backup.ts'
import { backupName } from './backup-names.ts'
import { threadFailure } from './copy.ts'

const database = testDatabase()
if (noDescriptors) console.log(`Descriptors are not counted: ${noDescriptors}`)
const folder = () => `${database.file()}-backups`
const make = (source = database.file()) => backUp(source, folder(), 'by-hand', 14)

async function rowsOf(file: string, query: string) {
  const client = createClient({ url: `file:${file}` })
  const { rows } = await client.execute(query)
  client.close()
  return rows.map(row => row[0])
}

describe('a backup', () => {
  test('has everything written before, including what is only in the log', async () => {
    await createUser({ name: 'Just written' })
    expect(await rowsOf(await make(), 'SELECT name FROM users')).toEqual(['Just written'])
  })

  test('holds nothing of an unfinished write', async () => {
    const other = createClient({ url: `file:${database.file()}` })
    const unfinished = await other.transaction('write')
    await unfinished.execute(
      "INSERT INTO audit_entries (at, action, subject, subject_id) VALUES (1, 'a.b', 'user', 'x')",
    )
    const copy = await make()
    await unfinished.rollback()
    other.close()
    expect(await rowsOf(copy, 'SELECT count(*) FROM audit_entries')).toEqual([0])
  })

  test('never checkpoints, and opens no connection that can write', async () => {
    await createUser()
    const before = readFileSync(database.file())
    await make()
    expect(readFileSync(database.file()).equals(before)).toBe(true)
    expect(existsSync(`${database.file()}-wal`)).toBe(true)
  })

  test('removes outdated backups and leftovers of a killed one, and nothing else', async () => {
    mkdirSync(folder())
    const days = [2, 3, 4, 30].map(days => backupName(Date.now() - days * 86_400_000, 'by-hand'))
    const remains = `${backupName(1, 'scheduled')}.part`
    const beingMade = `${backupName(2, 'scheduled')}.part`
    for (const name of [...days, remains, beingMade, 'mine.txt'])
      writeFileSync(path.join(folder(), name), '')
    utimesSync(path.join(folder(), remains), 1, 1)
    const made = path.basename(await backUp(database.file(), folder(), 'by-hand', 3))
    expect(readdirSync(folder()).sort()).toEqual(
      [...days.slice(0, 3), beingMade, 'mine.txt', made].sort(),
    )
  })
})

describe('no backup is made', () => {
  const failed = async () => {
    mkdirSync(folder(), { recursive: true })
    for (const day of [1, 2, 3])
      writeFileSync(path.join(folder(), backupName(day * 86_400_000, 'by-hand')), '')
    const before = readdirSync(folder())
    const error = await backUp(database.file(), folder(), 'by-hand', 1).catch(
      (reason: Error) => reason.message,
    )
    expect(readdirSync(folder())).toEqual(before)
    return error
  }

  test('of a file with broken references; older ones stay, and nothing is left over', async () => {
    const user = await createUser()
    await rawClient().execute('PRAGMA foreign_keys = OFF')
    await rawClient().execute({
      sql: "INSERT INTO tokens (token_hash, purpose, user_id, created_at, expires_at) VALUES ('h', 'set-password', ?, 1, 2)",
      args: [user.id],
    })
    await rawClient().execute('DELETE FROM users')
    expect(await failed()).toBe(
      'the copy is damaged: a row of tokens refers to a missing row of users',
    )
  })

  test('of a damaged file; older ones stay', async () => {
    await rawClient().execute('PRAGMA wal_checkpoint(TRUNCATE)')
    const file = openSync(database.file(), 'r+')
    for (let page = 2; page < 20; page += 1)
      writeSync(file, Buffer.alloc(2048, 0x55), 0, 2048, page * 4096)
    expect(await failed()).toMatch(/malformed|damaged|corrupt/i)
  })

  test('when the folder cannot be written to', async () => {
    writeFileSync(folder(), 'a file, not a folder')
    await expect(make()).rejects.toThrow(/EEXIST|ENOTDIR/)
  })

  test('of a missing file, and looking does not create it', async () => {
    const missing = `${database.file()}-missing`
    await expect(make(missing)).rejects.toThrow('there is no such file')
    expect(existsSync(missing)).toBe(false)
    expect(readdirSync(folder())).toEqual([])
  })
})

test.skipIf(noDescriptors)('backups do not use up descriptors', async () => {
  const open = () => countDescriptors(path.dirname(database.file()))
  await make()
  const before = open()
  expect(before).toBeGreaterThan(0)
  for (let i = 0; i < 12; i += 1) await make()
  expect(open()).toBeLessThan(before + 8)
})

test('a copy thread that fails says to restart the server', () => {
  expect(threadFailure(new Error('no driver')).message).toMatch(/restart the server \(no driver\)/)
})
