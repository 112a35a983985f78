import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { findFeed, findFeedOwner, makeFeed, removeFeed } from './feed.server.ts'

testDatabase()

async function withFeed() {
  const user = await createUser()
  const person = { userId: user.id, name: user.name }
  await makeFeed(person)
  const token = (await findFeed(user.id))?.token ?? ''
  return { user, person, token }
}

test('the address opens one person’s calendar, and is at least 128 random bits', async () => {
  const { user, token } = await withFeed()
  await withFeed()
  expect(await findFeedOwner(token)).toBe(user.id)
  expect(Buffer.from(token, 'base64url').length).toBeGreaterThanOrEqual(16)
  for (const wrong of ['', token.slice(1), `${token}a`])
    expect(await findFeedOwner(wrong)).toBeUndefined()
})

test('a new address ends the old one; removing ends it', async () => {
  const { user, person, token } = await withFeed()
  await makeFeed(person)
  const renewed = (await findFeed(user.id))?.token ?? ''
  expect(await findFeedOwner(token)).toBeUndefined()
  expect(await findFeedOwner(renewed)).toBe(user.id)
  expect(await removeFeed(person)).toMatchObject({ refusal: undefined })
  expect(await findFeedOwner(renewed)).toBeUndefined()
  expect(await findFeed(user.id)).toBeNull()
  expect(await removeFeed(person)).toEqual({ refusal: 'none' })
})

test('a deactivated person has no calendar there, and cannot make one', async () => {
  const { user, person, token } = await withFeed()
  await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${user.id}`])
  expect(await findFeedOwner(token)).toBeUndefined()
  expect(await makeFeed(person)).toEqual({ refusal: 'not-found' })
})

test('neither the database nor the audit trail holds the address in plain text', async () => {
  const { user, token } = await withFeed()
  const rows = await db().all(sql`SELECT * FROM calendars`)
  const entries = await db().all(sql`SELECT * FROM audit_entries`)
  expect(JSON.stringify([rows, entries])).not.toContain(token)
  const before = settings()
  overrideSettings({ ...before, SECRET_KEY: 'x'.repeat(40) })
  expect(await findFeed(user.id)).toEqual({ token: null })
  overrideSettings(before)
})
