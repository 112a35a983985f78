import { eq, sql } from 'drizzle-orm'
import { afterAll, describe, expect, test } from 'vitest'
import { isPasswordOf, stopHashing } from '#app/models/sign-in/hashing/password.server.ts'
import {
  findToken,
  issueToken,
  TOKEN_LIFETIME,
  type TokenPurpose,
} from '#app/models/sign-in/links/token.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import {
  auditActions,
  createUserWithPassword,
  letTimePass,
  PASSWORD,
  signIn,
} from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, users } from '#db/schema.ts'
import { changePassword, findPasswordLink, setPasswordByLink } from './password-change.server.ts'

testDatabase()
afterAll(stopHashing)

const NEW = 'two dogs under a table'
const start = { isRemembered: false, device: { userAgent: '', address: '' } }

async function mailLink(userId: string, purpose: TokenPurpose): Promise<string> {
  const { token, steps } = issueToken(purpose, userId)
  await write(steps)
  return token
}

async function has(userId: string, password: string): Promise<boolean> {
  const [user] = await db().select().from(users).where(eq(users.id, userId))
  return isPasswordOf(password, user?.passwordHash ?? null)
}

async function setByLink(token: string, password = NEW, from = start) {
  const link = await findPasswordLink(token)
  return link && setPasswordByLink(token, link, password, from)
}

describe('a link to choose a password', () => {
  test.each(['set-password', 'reset-password'] as const)('sets it once: %s', async purpose => {
    const user = await createUser({ mustChangePassword: true })
    const token = await mailLink(user.id, purpose)
    const session = await setByLink(token)
    expect(await has(user.id, NEW)).toBe(true)
    expect(await findViewer(session?.token ?? '')).toMatchObject({
      userId: user.id,
      mustChangePassword: false,
    })
    expect(await setByLink(token, 'another one of mine')).toBeUndefined()
    expect(await has(user.id, NEW)).toBe(true)
    expect(await auditActions()).toEqual(['password.set', 'session.started'])
  })

  test('is not used up by opening it', async () => {
    const user = await createUser()
    const token = await mailLink(user.id, 'reset-password')
    for (let i = 0; i < 3; i++)
      expect(await findPasswordLink(token)).toMatchObject({ userId: user.id, email: user.email })
  })

  test('has its own purpose: a link to sign in or to set up sets no password', async () => {
    const user = await createUser()
    const link = { userId: user.id, name: user.name, purpose: 'reset-password' as const }
    const signInToken = await mailLink(user.id, 'sign-in')
    expect(await findPasswordLink(signInToken)).toBeUndefined()
    expect(await setPasswordByLink(signInToken, link, NEW, start)).toBeUndefined()
    expect(await has(user.id, NEW)).toBe(false)
  })

  test('expires', async () => {
    const user = await createUser()
    const token = await mailLink(user.id, 'reset-password')
    const link = await findPasswordLink(token)
    await letTimePass(TOKEN_LIFETIME['reset-password'] + 1000)
    expect(await findPasswordLink(token)).toBeUndefined()
    expect(link && (await setPasswordByLink(token, link, NEW, start))).toBeUndefined()
    expect(await has(user.id, NEW)).toBe(false)
  })

  test('ends when an admin mails a newer one', async () => {
    const user = await createUser()
    const older = await mailLink(user.id, 'set-password')
    const newer = await mailLink(user.id, 'set-password')
    expect(await findPasswordLink(older)).toBeUndefined()
    expect(await findPasswordLink(newer)).toBeDefined()
  })

  test('that the person asked for works beside newer ones, and all end when one is used', async () => {
    const user = await createUser()
    const mailed = []
    for (let asked = 0; asked < 3; asked += 1)
      mailed.push(await mailLink(user.id, 'reset-password'))
    const [first = '', second = '', last = ''] = mailed
    expect(await findPasswordLink(last)).toBeDefined()
    expect(await setByLink(first)).toBeDefined()
    expect([await findPasswordLink(second), await findPasswordLink(last)]).toEqual([
      undefined,
      undefined,
    ])
  })

  test('pressed twice at the same moment counts once', async () => {
    const user = await createUser()
    const token = await mailLink(user.id, 'reset-password')
    const both = await Promise.all([setByLink(token), setByLink(token)])
    expect(both.filter(Boolean)).toHaveLength(1)
  })

  test('stops working once the person is deactivated', async () => {
    const user = await createUser()
    const token = await mailLink(user.id, 'reset-password')
    await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${user.id}`])
    expect(await findPasswordLink(token)).toBeUndefined()
    const late = await mailLink(user.id, 'reset-password')
    expect(await findPasswordLink(late)).toBeUndefined()
    const link = { userId: user.id, name: user.name, purpose: 'reset-password' as const }
    expect(await setPasswordByLink(late, link, NEW, start)).toBeUndefined()
    expect(await has(user.id, NEW)).toBe(false)
  })

  test('ends all their sessions, their other links and the session of this browser together', async () => {
    const [user, other] = [await createUserWithPassword(), await createUser()]
    const started = [await signIn(user), await signIn(user)]
    const ofThisBrowser = await signIn(other)
    const elsewhere = await signIn(other)
    const signInToken = await mailLink(user.id, 'sign-in')
    const token = await mailLink(user.id, 'set-password')
    const session = await setByLink(token, NEW, {
      ...start,
      replaces: ofThisBrowser.token,
    } as never)
    for (const { token } of started) expect(await findViewer(token)).toBeUndefined()
    expect(await findToken(signInToken, ['sign-in'])).toBeUndefined()
    expect(await findViewer(ofThisBrowser.token)).toBeUndefined()
    expect(await findViewer(elsewhere.token)).toBeDefined()
    expect(await findViewer(session?.token ?? '')).toMatchObject({ userId: user.id })
  })
})

describe("changing one's own password", () => {
  test('ends everything else and gives this browser a new secret', async () => {
    const user = await createUserWithPassword({ mustChangePassword: true })
    const here = await signIn(user, { isRemembered: true })
    const there = await signIn(user)
    const link = await mailLink(user.id, 'reset-password')
    const change = { current: PASSWORD, password: NEW }
    const done = await changePassword(here.viewer, change, { ...start, replaces: here.token })
    if (done.refusal !== undefined) throw new Error(done.refusal)
    expect(await has(user.id, NEW)).toBe(true)
    expect(await findViewer(here.token)).toBeUndefined()
    expect(await findViewer(there.token)).toBeUndefined()
    expect(await findToken(link, ['reset-password'])).toBeUndefined()
    expect(await findViewer(done.session.token)).toMatchObject({ mustChangePassword: false })
    expect(done.session.expires, 'stays remembered').toBeDefined()
  })

  test.each([
    ['the present one is wrong', { current: 'not it', password: NEW }, 'wrong'],
    ['the present one is missing', { current: undefined, password: NEW }, 'wrong'],
    ['the new one is the present one', { current: PASSWORD, password: PASSWORD }, 'same'],
  ])('changes nothing when %s', async (_, change, refusal) => {
    const user = await createUserWithPassword()
    const { viewer, token } = await signIn(user)
    expect(await changePassword(viewer, change, start)).toEqual({ refusal })
    expect(await has(user.id, PASSWORD)).toBe(true)
    expect(await findViewer(token)).toBeDefined()
  })

  test('to another Unicode form of the same password is no change', async () => {
    const user = await createUserWithPassword()
    const { viewer } = await signIn(user)
    const [composed, decomposed] = ['mein M\u00FCsli um acht', 'mein Mu\u0308sli um acht']
    const first = await changePassword(viewer, { current: PASSWORD, password: composed }, start)
    if (first.refusal !== undefined) throw new Error(first.refusal)
    const again = await findViewer(first.session.token)
    const change = { current: decomposed, password: composed }
    expect(again && (await changePassword(again, change, start))).toEqual({ refusal: 'same' })
  })

  test('does not ask for the present one where there is none', async () => {
    const user = await createUser()
    const { viewer } = await signIn(user)
    const done = await changePassword(viewer, { current: undefined, password: NEW }, start)
    expect(done.refusal).toBeUndefined()
    expect(await has(user.id, NEW)).toBe(true)
  })

  test('loses against another change at the same moment, and says so', async () => {
    const user = await createUserWithPassword()
    const [one, two] = [await signIn(user), await signIn(user)]
    const done = await Promise.all([
      changePassword(one.viewer, { current: PASSWORD, password: NEW }, start),
      changePassword(two.viewer, { current: PASSWORD, password: 'the other one wins' }, start),
    ])
    expect(done.map(d => d.refusal).sort()).toEqual(['stale', undefined])
  })

  test('records who and how, and nothing secret', async () => {
    const user = await createUserWithPassword({ name: 'Ada' })
    const { viewer } = await signIn(user)
    await changePassword(viewer, { current: PASSWORD, password: NEW }, start)
    const entries = await db().select().from(auditEntries)
    const entry = entries.find(e => e.action === 'password.set')
    expect(entry).toMatchObject({ actorName: 'Ada', subjectId: user.id, after: '{"way":"change"}' })
    expect(JSON.stringify(entries)).not.toMatch(/\$2b\$|two dogs|quiet evening/)
  })

  test('slows down guesses of the present one', async () => {
    const user = await createUserWithPassword()
    const { viewer } = await signIn(user)
    const guess = () => changePassword(viewer, { current: 'a guess', password: NEW }, start)
    for (let i = 0; i < 25; i++) expect(await guess()).toEqual({ refusal: 'wrong' })
    expect(await guess()).toMatchObject({ refusal: 'too-many' })
  })
})
