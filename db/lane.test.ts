import { execFile } from 'node:child_process'
import { promisify } from 'node:util'
import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from './client.ts'
import { LaneFullError, refuseIf, refuseUnless, write } from './lane.ts'
import { users } from './schema.ts'

const database = testDatabase()
const run = promisify(execFile)

const COUNT = `import { createClient } from '@libsql/client'
const client = createClient({ url: 'file:' + process.argv[1] })
console.log((await client.execute('SELECT count(*) FROM users')).rows[0][0])`

/** Counts in another process, so that what only our connection sees does not count. */
async function countUsers(): Promise<number> {
  const args = ['--input-type=module', '-e', COUNT, database.file()]
  return Number((await run(process.execPath, args)).stdout)
}

const rename = (userId: string, name: string) =>
  sql`UPDATE users SET name = ${name} WHERE id = ${userId}`

describe('a batch of the lane', () => {
  test('is written whole, and returns the rows of each step', async () => {
    const user = await createUser()
    const done = await write([
      rename(user.id, 'Ada'),
      sql`SELECT name FROM users WHERE id = ${user.id}`,
    ])
    expect(done.refusal).toBeUndefined()
    expect('rows' in done && done.rows[1]?.[0]?.name).toBe('Ada')
  })

  test('changes nothing when a later guard refuses, and says which one', async () => {
    const user = await createUser({ name: 'Before' })
    const done = await write([
      refuseIf('first', sql`0`),
      rename(user.id, 'After'),
      refuseUnless('second', sql`SELECT name = 'Before' FROM users WHERE id = ${user.id}`),
    ])
    expect(done).toEqual({ refusal: 'second' })
    expect((await db().select().from(users))[0]?.name).toBe('Before')
  })

  test('tells 30 guards apart', async () => {
    const refusedAt = async (place: number) => {
      const guards = Array.from({ length: 30 }, (_, at) =>
        refuseIf(`number-${at}`, sql`${at === place ? 1 : 0}`),
      )
      return (await write(guards)).refusal
    }
    for (const place of [0, 11, 12, 29]) expect(await refusedAt(place)).toBe(`number-${place}`)
  })

  test('treats a condition on a missing row as false', async () => {
    expect(
      await write([refuseUnless('missing', sql`SELECT 1 FROM users WHERE id = 'nobody'`)]),
    ).toEqual({
      refusal: 'missing',
    })
  })

  test('keeps the last active admin, whatever the statement', async () => {
    const admin = await createUser({ role: 'admin' })
    for (const change of [
      sql`UPDATE users SET role = 'member' WHERE id = ${admin.id}`,
      sql`UPDATE users SET deactivated_at = 1 WHERE id = ${admin.id}`,
      sql`DELETE FROM users WHERE id = ${admin.id}`,
    ]) {
      expect(await write([change])).toEqual({ refusal: 'last-admin' })
    }
  })
})

test('writes wait while another process holds the file, and others see them afterwards', async () => {
  const other = createClient({ url: `file:${database.file()}` })
  const held = await other.transaction('write')
  const waiting = [createUser(), createUser(), createUser()]
  await new Promise(resolve => setTimeout(resolve, 200))
  await held.rollback()
  await Promise.all(waiting)
  await createUser()
  expect(await countUsers()).toBe(4)
  other.close()
})

describe('after another process held the file', () => {
  /** Inserts once while the file is held, then twice more as `recovers` says, and is killed. */
  const program = `import { createClient } from '@libsql/client'
    const [file, recovers] = process.argv.slice(1)
    const other = createClient({ url: 'file:' + file })
    const client = createClient({ url: 'file:' + file, timeout: 25 })
    await client.execute('PRAGMA foreign_keys')
    const held = await other.transaction('write')
    await client.batch(['UPDATE write_proofs SET number = number + 1'], 'write').catch(error => {
      if (!String(error.code).startsWith('SQLITE_BUSY')) throw error
    })
    await held.rollback()
    if (recovers === 'true') await client.reconnect()
    for (let i = 0; i < 2; i += 1) {
      const done = await client.execute('UPDATE write_proofs SET number = number + 1')
      if (done.rowsAffected !== 1) throw new Error('not acknowledged')
    }
    process.kill(process.pid, 'SIGKILL')`

  async function writtenAfterKill(recovers: boolean): Promise<unknown> {
    const args = ['--input-type=module', '-e', program, database.file(), String(recovers)]
    const { signal } = await run(process.execPath, args).catch(error => error)
    expect(signal).toBe('SIGKILL')
    const client = createClient({ url: `file:${database.file()}` })
    const found = await client.execute('SELECT number FROM write_proofs')
    client.close()
    return found.rows[0]?.number
  }

  // The control: when a driver no longer does this, the proofs of the lane can go.
  test('(control) a connection of the driver acknowledges writes that are lost', async () => {
    expect(await writtenAfterKill(false)).toBe(0)
  })

  test('a connection that reconnects, as the lane does, keeps what it acknowledges', async () => {
    expect(await writtenAfterKill(true)).toBe(2)
  })

  test('a second connection proves the next writes of the lane', async () => {
    const other = createClient({ url: `file:${database.file()}` })
    const held = await other.transaction('write')
    setTimeout(() => void held.rollback(), 100)
    await createUser()
    const proofs = await other.execute('SELECT number FROM write_proofs')
    expect(proofs.rows[0]?.number).toBe(1)
    other.close()
  })
})

test('writes beyond the limit of the queue are refused, and the others are written', async () => {
  const user = await createUser()
  const writes = Array.from({ length: 501 }, (_, i) => write([rename(user.id, `Name ${i}`)]))
  const ended = await Promise.allSettled(writes)
  const refused = ended.filter(each => each.status === 'rejected')
  expect(refused).toHaveLength(1)
  expect(refused[0]?.reason).toBeInstanceOf(LaneFullError)
  expect((await db().select().from(users))[0]?.name).toBe('Name 499')
  expect(await write([rename(user.id, 'Afterwards')])).toMatchObject({ refusal: undefined })
})
