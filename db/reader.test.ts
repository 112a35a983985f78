import { createClient } from '@libsql/client'
import { expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { openReader } from './reader.ts'

const database = testDatabase()

const queries = [
  'SELECT id, name FROM users ORDER BY name',
  'SELECT u.id, v.id, u.name FROM users u JOIN users v ORDER BY u.name, v.name',
  "SELECT 1, NULL, 2.5, 'text', count(*) AS length FROM users",
  'SELECT id FROM users WHERE 0',
]

test.each(queries)('reads as the client does: %s', async query => {
  await createUser({ name: 'Ada' })
  await createUser({ name: 'Bo' })
  const reader = openReader(database.file(), 25)
  const client = createClient({ url: `file:${database.file()}`, intMode: 'number' })
  const plain = (rows: ArrayLike<unknown>[]) => rows.map(row => Array.prototype.slice.call(row))
  const [ours, theirs] = [await reader.execute(query), await client.execute(query)]
  expect(plain(ours.rows)).toEqual(plain(theirs.rows))
  expect(ours.rows[0]?.id).toEqual(theirs.rows[0]?.id)
  reader.close()
  client.close()
})

test('a kept statement sees later commits', async () => {
  const reader = openReader(database.file(), 25)
  const count = async () => (await reader.execute('SELECT count(*) AS n FROM users')).rows[0]?.n
  expect(await count()).toBe(0)
  await createUser()
  expect(await count()).toBe(1)
  reader.close()
})

test('holds no snapshot open, so the log can be checkpointed', async () => {
  const reader = openReader(database.file(), 25)
  await createUser()
  await reader.execute('SELECT id FROM users')
  const writer = createClient({ url: `file:${database.file()}` })
  await createUser()
  const [done] = (await writer.execute('PRAGMA wal_checkpoint(TRUNCATE)')).rows
  expect(done?.busy).toBe(0)
  reader.close()
  writer.close()
})

test('cannot write', async () => {
  const reader = openReader(database.file(), 25)
  await expect(reader.execute('DELETE FROM users RETURNING id')).rejects.toThrow(
    /readonly|read-only|attempt to write/i,
  )
  reader.close()
})

test('a statement that failed is prepared again', async () => {
  const reader = openReader(database.file(), 25)
  const query = { sql: "SELECT json_extract(?, '$') AS value", args: ['{'] }
  await expect(reader.execute(query)).rejects.toThrow()
  const { rows } = await reader.execute({ ...query, args: ['1'] })
  expect(rows[0]?.value).toBe(1)
  reader.close()
})
