import { eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { countSessions, createUserWithPassword, PASSWORD, signIn } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { errorsOf, load, sessionIn, submit, typedIn } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, users } from '#db/schema.ts'
import * as account from './account._index.tsx'
import * as password from './account.password.tsx'
import * as sessions from './account.sessions.tsx'
import * as logout from './logout.tsx'

testDatabase()
afterAll(stopHashing)

const NEW = 'two dogs under a table'
const nameOf = async (userId: string) =>
  (await db().select().from(users).where(eq(users.id, userId)))[0]?.name

test.each([
  ['account', account],
  ['password', password],
  ['sessions', sessions],
])('the page of the %s asks strangers to sign in', async (_, route) => {
  const answers = [await load(route.loader), await submit(route.action, { form: {} })]
  for (const answer of answers) {
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toMatch(/^\/login/)
  }
})

describe('/account', () => {
  test('shows and changes the own name, and notes it', async () => {
    const user = await createUser({ name: 'Ada' })
    const { viewer } = await signIn(user)
    expect(await (await load(account.loader, { viewer })).json()).toMatchObject({
      name: 'Ada',
      email: user.email,
      role: 'member',
    })
    const form = { name: '  Ada Lovelace ', version: '1' }
    expect((await submit(account.action, { viewer, form })).status).toBe(303)
    expect(await nameOf(user.id)).toBe('Ada Lovelace')
    const entries = await db().select().from(auditEntries).where(sql`action = 'user.changed'`)
    expect(entries).toMatchObject([{ before: '{"name":"Ada"}', after: '{"name":"Ada Lovelace"}' }])
  })

  test('changes the name again and again only so often; the answer says when to go on', async () => {
    const user = await createUser()
    const { viewer } = await signIn(user)
    const rename = (name: string, version: number) =>
      submit(account.action, { viewer, form: { name, version: String(version) } })
    for (let turn = 1; turn <= 40; turn += 1)
      expect((await rename(`Ada ${turn}`, turn)).status).toBe(303)
    const answer = await rename('Ada again', 41)
    expect(answer.status).toBe(429)
    expect(answer.headers.get('Retry-After')).toMatch(/^\d+$/)
    expect(await typedIn(answer)).toMatchObject({ name: 'Ada again' })
    expect(await nameOf(user.id)).toBe('Ada 40')
    // A correct password counts towards the same limit: each change leaves entries in the trail.
    const form = { password: NEW, repeat: NEW }
    expect((await submit(password.action, { viewer, form })).status).toBe(429)
  })

  test('takes nothing but the name', async () => {
    const user = await createUser()
    const { viewer } = await signIn(user)
    const form = {
      name: 'Ada',
      version: '1',
      role: 'admin',
      email: 'x@example.org',
      userId: 'other',
    }
    await submit(account.action, { viewer, form })
    expect((await db().select().from(users))[0]).toMatchObject({
      role: 'member',
      email: user.email,
    })
  })

  test('tells of a change made in between, and keeps what was typed', async () => {
    const user = await createUser()
    const { viewer } = await signIn(user)
    await write([sql`UPDATE users SET name = 'By the admin', version = 2 WHERE id = ${user.id}`])
    const answer = await submit(account.action, { viewer, form: { name: 'Mine', version: '1' } })
    expect(answer.status).toBe(422)
    expect((await errorsOf(answer))['']).toHaveLength(1)
    expect(await typedIn(answer)).toMatchObject({ name: 'Mine' })
    expect(await nameOf(user.id)).toBe('By the admin')
  })

  test.each([
    {},
    { name: '   ', version: '1' },
    { name: 'x'.repeat(201), version: '1' },
    { name: 'line\nbreak', version: '1' },
    { name: 'Ada', version: '-1' },
    { name: 'Ada', version: '1e3' },
    { name: ['Ada', 'Ben'], version: '1' },
  ])('asks again for %j', async form => {
    const user = await createUser({ name: 'Before' })
    const { viewer } = await signIn(user)
    const answer = await submit(account.action, { viewer, form })
    expect(answer.status).toBe(422)
    expect(await nameOf(user.id)).toBe('Before')
  })
})

describe('/account/password', () => {
  test('changes it, and hands over a new session', async () => {
    const user = await createUserWithPassword()
    const { viewer, token } = await signIn(user)
    const form = { current: PASSWORD, password: NEW, repeat: NEW }
    const answer = await submit(password.action, {
      viewer,
      form,
      context: { sessionToken: token },
    })
    expect([answer.status, answer.headers.get('Location')]).toEqual([303, '/account'])
    expect(await findViewer(token)).toBeUndefined()
    expect(await findViewer(await sessionIn(answer))).toMatchObject({ userId: user.id })
  })

  test('opens everything else after a forced change', async () => {
    const user = await createUserWithPassword({ mustChangePassword: true })
    const { viewer } = await signIn(user)
    expect(viewer.mustChangePassword).toBe(true)
    const form = { current: PASSWORD, password: NEW, repeat: NEW }
    const answer = await submit(password.action, { viewer, form })
    expect(answer.headers.get('Location')).toBe('/events')
    expect(await findViewer(await sessionIn(answer))).toMatchObject({ mustChangePassword: false })
  })

  test.each([
    [{}, ['current', 'password', 'repeat']],
    [{ current: 'wrong', password: NEW, repeat: NEW }, ['current']],
    [{ current: PASSWORD, password: PASSWORD, repeat: PASSWORD }, ['password']],
    [{ current: PASSWORD, password: 'short', repeat: 'short' }, ['password']],
    [{ current: PASSWORD, password: NEW, repeat: 'other' }, ['repeat']],
  ])('refuses %j beside its field, and nothing comes back', async (form, fields) => {
    const { viewer, token } = await signIn(await createUserWithPassword())
    const answer = await submit(password.action, { viewer, form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer))).toEqual(fields)
    expect(await typedIn(answer)).toEqual({})
    expect(await findViewer(token)).toBeDefined()
  })

  test('asks for the present one only of who has one', async () => {
    for (const user of [await createUserWithPassword(), await createUser()]) {
      const { viewer } = await signIn(user)
      const page = await (await load(password.loader, { viewer })).json()
      expect(page.hasPassword).toBe(user.passwordHash !== null)
    }
  })
})

describe('/account/sessions', () => {
  test('lists the own sessions, and says which one this is', async () => {
    const user = await createUser()
    const here = await signIn(user)
    await signIn(user)
    await signIn(await createUser())
    const page = await (await load(sessions.loader, { viewer: here.viewer })).json()
    expect(page.sessions).toHaveLength(2)
    expect(page.sessions.filter((s: { isThis: boolean }) => s.isThis)).toMatchObject([
      { id: here.viewer.sessionId, device: 'Firefox on Android', address: '192.0.2.1' },
    ])
    expect(JSON.stringify(page)).not.toContain(here.token)
  })

  test("ends one, or all others; another person's is not there", async () => {
    const user = await createUser()
    const [here, one, two] = [await signIn(user), await signIn(user), await signIn(user)]
    const stranger = await signIn(await createUser())
    const end = (sessionId: string) =>
      submit(sessions.action, { viewer: here.viewer, form: { sessionId } })
    expect((await end(stranger.viewer.sessionId)).status).toBe(404)
    expect((await end('nothing')).status).toBe(404)
    expect(await countSessions()).toBe(4)
    expect((await end(one.viewer.sessionId)).status).toBe(303)
    expect(await findViewer(one.token)).toBeUndefined()
    expect(await findViewer(two.token)).toBeDefined()
    expect((await end('others')).status).toBe(303)
    expect(await findViewer(two.token)).toBeUndefined()
    expect(await findViewer(here.token)).toBeDefined()
    expect(await findViewer(stranger.token)).toBeDefined()
  })

  test('ending this one signs out', async () => {
    const { viewer, token } = await signIn(await createUser())
    const form = { sessionId: viewer.sessionId }
    const answer = await submit(sessions.action, { viewer, form })
    expect(answer.headers.get('Location')).toBe('/login')
    expect(answer.headers.get('Set-Cookie')).toMatch(/session=;.*Max-Age=0/)
    expect(await findViewer(token)).toBeUndefined()
  })

  test.each([{}, { sessionId: '' }, { sessionId: ['others', 'others'] }])(
    'changes nothing for %j',
    async form => {
      const user = await createUser()
      const { viewer } = await signIn(user)
      await signIn(user)
      expect((await submit(sessions.action, { viewer, form })).status).toBe(404)
      expect(await countSessions()).toBe(2)
    },
  )
})

describe('/logout', () => {
  test('ends the session and takes the cookie away', async () => {
    const { viewer, token } = await signIn(await createUser())
    const answer = await submit(logout.action, { viewer, form: {} })
    expect(answer.headers.get('Location')).toBe('/login')
    expect(answer.headers.get('Set-Cookie')).toMatch(/session=;.*Max-Age=0/)
    expect(await findViewer(token)).toBeUndefined()
  })

  test('by a link does nothing', async () => {
    const { viewer, token } = await signIn(await createUser())
    expect((await load(logout.loader, { viewer })).status).toBe(303)
    expect(await findViewer(token)).toBeDefined()
  })
})
