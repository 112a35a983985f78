import { Hono } from 'hono'
import { expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { closeDatabase, rawClient } from '#db/client.ts'
import type { Door } from '#server/door.ts'
import { isAlive, isReady } from './health.ts'

testDatabase()

const app = new Hono<Door>().get('/healthz', isAlive).get('/readyz', isReady)
const statusOf = async (path: string) => (await app.request(path)).status

test('is ready while the database answers and has our tables', async () => {
  expect(await statusOf('/readyz')).toBe(200)
})

test.each([
  ['a migration is missing', 'DELETE FROM migrations WHERE number = 1'],
  [
    'the database belongs to a newer program',
    "INSERT INTO migrations VALUES (9999, '9999_x', 'h', 0)",
  ],
  ['the database was migrated by other texts', "UPDATE migrations SET hash = 'other'"],
  ['the table of migrations has gone', 'DROP TABLE migrations'],
])('not ready, but alive, when %s', async (_, change) => {
  await rawClient().execute(change)
  expect(await statusOf('/readyz')).toBe(503)
  expect(await statusOf('/healthz')).toBe(200)
})

test('is not ready when the database is closed; the reason names no path', async () => {
  closeDatabase()
  const answer = await app.request('/readyz')
  expect(answer.status).toBe(503)
  expect(await answer.text()).not.toContain('/')
})
