import { sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { TOKEN_LIFETIME } from '#app/models/sign-in/links/token.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { auditActions, countSessions, letTimePass, PASSWORD } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { hashToken } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { storedSettings, users } from '#db/schema.ts'
import { becomeFirstAdmin, isSetUpLink, setUpLink } from './set-up.server.ts'

testDatabase()
afterAll(stopHashing)

const start = { isRemembered: false, device: { userAgent: '', address: '' } }
const ada = { name: 'Ada', email: 'ada@example.org', password: PASSWORD }
const countAdmins = async () =>
  (await db().select().from(users)).filter(user => user.role === 'admin').length

async function printedToken(): Promise<string> {
  return (await setUpLink())?.split('/').at(-1) ?? ''
}

describe('the set-up link', () => {
  test('makes its reader the first admin and signs them in', async () => {
    const token = await printedToken()
    expect(await isSetUpLink(token)).toBe(true)
    const done = await becomeFirstAdmin(token, ada, start)
    if (done.refusal !== undefined) throw new Error(done.refusal)
    expect(await findViewer(done.session.token)).toMatchObject({ name: 'Ada', role: 'admin' })
    expect(await auditActions()).toEqual(['user.created', 'session.started'])
  })

  test('stores the time zone with the account, and not without it', async () => {
    overrideSettings({ isZoneFixed: false })
    const chosen = { ...ada, timeZone: 'Asia/Tokyo' }
    expect(await becomeFirstAdmin('no token', chosen, start)).toEqual({ refusal: 'token' })
    expect(await db().select().from(storedSettings)).toEqual([])
    await becomeFirstAdmin(await printedToken(), chosen, start)
    expect(await db().select().from(storedSettings)).toEqual([
      { name: 'time-zone', value: 'Asia/Tokyo' },
    ])
    expect(settings().APP_TIME_ZONE).toBe('Asia/Tokyo')
    expect(await auditActions()).toContain('settings.time-zone-changed')
  })

  test('stops working once there is an admin, and none is printed then', async () => {
    const token = await printedToken()
    await createUser({ role: 'admin' })
    expect(await isSetUpLink(token)).toBe(false)
    expect(await becomeFirstAdmin(token, ada, start)).toEqual({ refusal: 'has-admin' })
    expect(await setUpLink()).toBeUndefined()
    expect(await countAdmins()).toBe(1)
    expect(await countSessions()).toBe(0)
  })

  test('makes one admin when two people press at the same moment, even with two links', async () => {
    const token = await printedToken()
    const second = 'a-second-link-that-somehow-lives'
    await write([
      sql`INSERT INTO tokens SELECT ${hashToken(second)}, purpose, user_id, created_at, expires_at, NULL FROM tokens`,
    ])
    const done = await Promise.all([
      becomeFirstAdmin(token, ada, start),
      becomeFirstAdmin(second, { ...ada, email: 'ben@example.org' }, start),
    ])
    expect(done.map(d => d.refusal).sort()).toEqual(['has-admin', undefined])
    expect(await countAdmins()).toBe(1)
  })

  test('works when the only admin is deactivated', async () => {
    await createUser({ role: 'admin', deactivatedAt: 1 })
    const done = await becomeFirstAdmin(await printedToken(), ada, start)
    expect(done.refusal).toBeUndefined()
  })

  test('does not take over an existing account', async () => {
    await createUser({ email: 'ada@example.org' })
    const token = await printedToken()
    expect(await becomeFirstAdmin(token, { ...ada, email: 'ADA@example.org' }, start)).toEqual({
      refusal: 'taken',
    })
    expect(await isSetUpLink(token), 'the link can still be used').toBe(true)
    expect(await countAdmins()).toBe(0)
  })

  test('expires, and a newer one replaces it', async () => {
    const older = await printedToken()
    const newer = await printedToken()
    expect(await becomeFirstAdmin(older, ada, start)).toEqual({ refusal: 'token' })
    await letTimePass(TOKEN_LIFETIME['set-up'] + 1000)
    expect(await isSetUpLink(newer)).toBe(false)
    expect(await becomeFirstAdmin(newer, ada, start)).toEqual({ refusal: 'token' })
    expect(await countAdmins()).toBe(0)
  })
})
