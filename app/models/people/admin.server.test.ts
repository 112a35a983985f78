import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { findToken } from '#app/models/sign-in/links/token.server.ts'
import { setUpLink } from '#app/models/sign-in/set-up.server.ts'
import { authenticate } from '#app/models/sign-in/sign-in.server.ts'
import { from, startSession } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { hashToken } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { type AdminMade, findByEmail, makeAdmin, promoteToAdmin } from './admin.server.ts'

testDatabase()
const first = { isAnother: false }
const ada = { name: 'Ada', email: 'ada@example.org', password: 'seven grey geese' }
const admins = () => db().select().from(users).where(sql`role = 'admin' AND deactivated_at IS NULL`)
const tokenOf = (made: AdminMade) => ('link' in made ? (made.link?.split('/').at(-1) ?? '') : '')

describe('making an admin at the command line', () => {
  test('with a password lets them sign in', async () => {
    expect(await makeAdmin(ada, first)).toEqual({ refusal: undefined, link: undefined })
    expect(await authenticate(ada.email, ada.password, from('192.0.2.1'))).toHaveProperty('userId')
  })

  test('without a password gives a link that sets it, good for 7 days', async () => {
    const made = await makeAdmin({ ...ada, password: undefined }, first)
    expect(await findToken(tokenOf(made), ['set-password'])).toBeDefined()
    const [row] = await db().all<{ days: number }>(
      sql`SELECT (expires_at - created_at) / 86400000 AS days FROM tokens WHERE token_hash = ${hashToken(tokenOf(made))}`,
    )
    expect(row?.days).toBe(7)
  })

  test('never makes a second one by accident, not even when two run at once', async () => {
    const both = await Promise.all([
      makeAdmin({ ...ada, password: undefined }, first),
      makeAdmin({ name: 'Bob', email: 'bob@example.org', password: undefined }, first),
    ])
    expect(both.map(made => made.refusal)).toEqual([undefined, 'has-admin'])
    expect(await admins()).toHaveLength(1)
  })

  test('makes another when asked to', async () => {
    await createUser({ role: 'admin' })
    expect(await makeAdmin(ada, { isAnother: true })).toMatchObject({ refusal: undefined })
    expect(await admins()).toHaveLength(2)
  })

  test('does not count somebody who was deactivated', async () => {
    await createUser({ role: 'admin', deactivatedAt: 1 })
    expect(await makeAdmin(ada, first)).toMatchObject({ refusal: undefined })
  })

  test('leaves a person with the same address unchanged', async () => {
    const person = await createUser({ email: ada.email })
    expect(await makeAdmin(ada, first)).toEqual({ refusal: 'taken' })
    expect(await db().select().from(users)).toEqual([person])
  })

  test('ends the set-up link that the server had shown', async () => {
    const token = (await setUpLink())?.split('/').at(-1) ?? ''
    await makeAdmin(ada, first)
    expect(await findToken(token, ['set-up'])).toBeUndefined()
  })
})

describe('making an admin of somebody who has an account', () => {
  test('keeps their password, reactivates their account and ends their sessions', async () => {
    const user = await createUser({ email: ada.email, deactivatedAt: 5, passwordHash: '$2b$04$x' })
    const person = await findByEmail(ada.email)
    expect(person && (await promoteToAdmin(person, first))).toEqual({ refusal: undefined })
    expect(await admins()).toEqual([
      { ...user, role: 'admin', deactivatedAt: null, version: user.version + 1 },
    ])
  })

  test('ends the sessions they had as a member', async () => {
    const user = await createUser({ email: ada.email, passwordHash: '$2b$04$x' })
    await startSession(
      { userId: user.id, name: user.name },
      { isRemembered: false, device: { userAgent: '', address: '' } },
      'password',
    )
    const person = await findByEmail(ada.email)
    if (person) await promoteToAdmin(person, first)
    expect(await db().all(sql`SELECT 1 FROM sessions`)).toEqual([])
  })

  test('is refused when there is an admin, or they are one', async () => {
    const admin = await createUser({ role: 'admin', passwordHash: '$2b$04$x' })
    await createUser({ email: ada.email })
    const person = await findByEmail(ada.email)
    const same = await findByEmail(admin.email)
    expect(person && (await promoteToAdmin(person, first))).toEqual({ refusal: 'has-admin' })
    expect(same && (await promoteToAdmin(same, { isAnother: true }))).toEqual({
      refusal: 'is-admin',
    })
  })
})
