import { copyFileSync, existsSync, renameSync, rmSync } from 'node:fs'
import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { countDescriptors, noDescriptors } from '#app/testing/descriptors.ts'
import { createUser } from '#app/testing/factories.ts'
import { db, rawClient, witnessClient } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { findTrouble, unavailability } from './condition.ts'
import { examineDatabase, forgetRecoveries } from './probe.ts'

const database = testDatabase()
if (noDescriptors) console.log(`Descriptors are not counted: ${noDescriptors}`)
afterEach(forgetRecoveries)

const names = async () =>
  (await db().select({ name: users.name }).from(users)).map(row => row.name).sort()
const fails = (words: string) =>
  expect(createUser({ name: 'Refused' })).rejects.toMatchObject({
    name: 'DatabaseUnavailableError',
    message: words,
  })

/** As much as a disk that is full: no page more than there are. */
const allowNoMore = async () => {
  const [row] = (await rawClient().execute('PRAGMA page_count')).rows
  await rawClient().execute(`PRAGMA max_page_count = ${row?.page_count}`)
}
const fillRows = sql`INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, next_attempt_at, created_at)
  SELECT 'x', 'result', 'x', 'a@example.org', 's', hex(zeroblob(200000)), 'h', 1, 1`

describe('while a write fails because the disk is full', () => {
  test('no write is acknowledged, reads work, and writes resume once a probe succeeds', async () => {
    await createUser({ name: 'Before' })
    await allowNoMore()
    await expect(write([fillRows])).rejects.toThrow('the disk is full')
    expect(findTrouble()).toBe('the disk is full')
    await fails('the disk is full')
    expect(await names()).toEqual(['Before'])
    expect(await examineDatabase(database.file())).toBeUndefined()
    expect(findTrouble()).toBeUndefined()
    await createUser({ name: 'After' })
    const other = createClient({ url: `file:${database.file()}` })
    const seen = await other.execute('SELECT name FROM users ORDER BY rowid')
    other.close()
    expect(seen.rows.map(row => row.name)).toEqual(['Before', 'After'])
  })

  test('the next write is not reported as undone when nobody can check whether it is stored', async () => {
    await allowNoMore()
    await expect(write([fillRows])).rejects.toThrow('the disk is full')
    await examineDatabase(database.file())
    const blind = Object.assign(new Error('x'), { code: 'SQLITE_CANTOPEN' })
    vi.spyOn(witnessClient(), 'execute').mockRejectedValueOnce(blind)
    await expect(createUser({ name: 'After' })).rejects.toMatchObject({
      message: 'the database file cannot be opened',
      mayBeStored: true,
    })
    expect(await names()).toEqual(['After'])
    expect(findTrouble()).toBe('the database file cannot be opened')
  })

  test.skipIf(noDescriptors)(
    'and again and again, as on a disk that is nearly full, the tries grow rarer: descriptors are not used up',
    async () => {
      const open = () => countDescriptors(database.file())
      const before = open()
      expect(before).toBeGreaterThan(0)
      let recoveries = 0
      for (let second = 0; second < 100; second += 1) {
        if (!findTrouble()) await allowNoMore()
        await expect(write([fillRows])).rejects.toThrow('the disk is full')
        if ((await examineDatabase(database.file())) === undefined) recoveries += 1
      }
      expect(recoveries).toBe(2)
      expect(open()).toBeLessThan(before + 20)
    },
  )
})

describe('when a database file is no longer the one we have open', () => {
  test.each([
    ['', 'the database file has gone'],
    ['-wal', 'its log (-wal) has gone'],
    ['-shm', 'its index (-shm) has gone'],
  ])('%s: nothing is acknowledged until it is back', async (ending, words) => {
    await createUser({ name: 'Before' })
    const file = database.file() + ending
    renameSync(file, `${file}.away`)
    await fails(words)
    expect(await examineDatabase(database.file())).toBe(words)
    expect(existsSync(file)).toBe(false)
    renameSync(`${file}.away`, file)
    await createUser({ name: 'After' })
    expect(await names()).toEqual(['After', 'Before'])
  })

  test('writes go neither to its replacement nor to the lost file', async () => {
    await createUser({ name: 'Before' })
    const copy = `${database.file()}.copy`
    copyFileSync(database.file(), copy)
    renameSync(copy, database.file())
    await fails('another file has taken the place of the database file')
    const other = createClient({ url: `file:${database.file()}` })
    expect((await other.execute('SELECT count(*) AS n FROM users')).rows[0]?.n).toBeLessThan(2)
    other.close()
  })

  test('a write during which it disappears is neither acknowledged nor reported as undone', async () => {
    await createUser({ name: 'Before' })
    const plain = rawClient().batch.bind(rawClient())
    vi.spyOn(rawClient(), 'batch').mockImplementationOnce(async (...args) => {
      rmSync(database.file())
      return plain(...args)
    })
    await expect(createUser({ name: 'In between' })).rejects.toMatchObject({
      message: 'the database file has gone',
      mayBeStored: true,
    })
    expect(await names()).toEqual(['Before', 'In between'])
  })

  // The control: why the lane looks.
  test('(control) the driver acknowledges writes that nobody will find', async () => {
    await createUser({ name: 'Before' })
    rmSync(database.file())
    const done = await rawClient().execute('UPDATE write_proofs SET number = 7')
    expect(done.rowsAffected).toBe(1)
    expect(existsSync(database.file())).toBe(false)
  })
})

test('errors are told apart by their code, whatever wraps them', () => {
  const withCode = (code: string) => Object.assign(new Error('x'), { code })
  expect(unavailability(new Error('query failed', { cause: withCode('SQLITE_IOERR_READ') }))).toBe(
    'the disk does not read or write',
  )
  expect(unavailability(withCode('SQLITE_READONLY_DBMOVED'))).toBe('the database can be read only')
  expect(unavailability(withCode('SQLITE_CONSTRAINT_UNIQUE'))).toBeUndefined()
  expect(unavailability('SQLITE_FULL')).toBeUndefined()
})
