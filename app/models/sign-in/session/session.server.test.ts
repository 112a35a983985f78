import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import {
  auditActions,
  countSessions,
  letTimePass,
  signIn,
  startSession,
} from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { sessions, users } from '#db/schema.ts'
import {
  endOtherSessions,
  endOwnSession,
  findViewer,
  listSessions,
  MOST_SESSIONS,
  SESSION_LIFETIME,
} from './session.server.ts'

testDatabase()

const MINUTE = 60_000
const start = { isRemembered: false, device: { userAgent: '', address: '' } }

describe('a session', () => {
  test('is known by its secret, of which only the hash is stored', async () => {
    const { token, viewer } = await signIn(await createUser({ name: 'Ada' }))
    expect(viewer.name).toBe('Ada')
    expect(await findViewer(`${token}x`)).toBeUndefined()
    const [row] = await db().select().from(sessions)
    expect(JSON.stringify(row)).not.toContain(token)
    expect(token).toHaveLength(43)
  })

  test('replaces the one that this browser had, and no other', async () => {
    const user = await createUser()
    const before = await signIn(user)
    const elsewhere = await signIn(user)
    const after = await signIn(user, { replaces: before.token })
    expect(await findViewer(before.token)).toBeUndefined()
    expect(await findViewer(elsewhere.token)).toBeDefined()
    expect(await findViewer(after.token)).toBeDefined()
  })

  test.each(['plain', 'remembered'] as const)('ends without use: %s', async kind => {
    const { token } = await signIn(await createUser(), { isRemembered: kind === 'remembered' })
    await letTimePass(SESSION_LIFETIME[kind].idle - MINUTE)
    expect(await findViewer(token)).toBeDefined()
    // That was a use, so the time starts again.
    await letTimePass(SESSION_LIFETIME[kind].idle - MINUTE)
    expect(await findViewer(token)).toBeDefined()
    await letTimePass(SESSION_LIFETIME[kind].idle + MINUTE)
    expect(await findViewer(token)).toBeUndefined()
  })

  test.each(['plain', 'remembered'] as const)('ends in spite of use: %s', async kind => {
    const { token } = await signIn(await createUser(), { isRemembered: kind === 'remembered' })
    const { idle, absolute } = SESSION_LIFETIME[kind]
    const step = idle - MINUTE
    let passed = 0
    for (; passed + step < absolute; passed += step) {
      expect(await findViewer(token)).toBeDefined()
      await letTimePass(step)
    }
    expect(await findViewer(token)).toBeDefined()
    await letTimePass(absolute - passed + MINUTE)
    expect(await findViewer(token)).toBeUndefined()
  })

  test('stays in the browser as long as it is remembered', async () => {
    const user = await createUser()
    expect((await signIn(user)).expires).toBeUndefined()
    const { expires } = await signIn(user, { isRemembered: true })
    const days = (Number(expires) - Date.now()) / (24 * 60 * MINUTE)
    expect(days).toBeCloseTo(90, 1)
  })

  test('does not write on every page view', async () => {
    const { token } = await signIn(await createUser())
    const seenAt = async () => (await db().select().from(sessions))[0]?.seenAt
    const before = await seenAt()
    await findViewer(token)
    expect(await seenAt()).toBe(before)
  })
})

describe('a change of rights', () => {
  test('deactivating ends all sessions at once, and no new one starts', async () => {
    const user = await createUser()
    const { token } = await signIn(user)
    await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${user.id}`])
    expect(await findViewer(token)).toBeUndefined()
    expect(await countSessions()).toBe(0)
    const person = { userId: user.id, name: user.name }
    expect(await startSession(person, start, 'password')).toBeUndefined()
    expect(await countSessions()).toBe(0)
  })

  test('reactivating restores no old session', async () => {
    const user = await createUser()
    const { token } = await signIn(user)
    await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${user.id}`])
    await write([sql`UPDATE users SET deactivated_at = NULL WHERE id = ${user.id}`])
    expect(await findViewer(token)).toBeUndefined()
  })

  test("a new role ends only that person's sessions; a new name ends none", async () => {
    const [user, other] = [await createUser(), await createUser()]
    const [mine, theirs] = [await signIn(user), await signIn(other)]
    await write([sql`UPDATE users SET name = 'New', role = 'member' WHERE id = ${user.id}`])
    expect(await findViewer(mine.token)).toMatchObject({ name: 'New' })
    await write([sql`UPDATE users SET role = 'organizer' WHERE id = ${user.id}`])
    expect(await findViewer(mine.token)).toBeUndefined()
    expect(await findViewer(theirs.token)).toBeDefined()
  })

  test('the last active admin keeps their sessions: they can be neither demoted nor deactivated', async () => {
    const admin = await createUser({ role: 'admin' })
    await createUser({ role: 'admin', deactivatedAt: 1 })
    const { token } = await signIn(admin)
    const demote = sql`UPDATE users SET role = 'member' WHERE id = ${admin.id}`
    expect(await write([demote])).toEqual({ refusal: 'last-admin' })
    expect(await findViewer(token)).toMatchObject({ role: 'admin' })
  })
})

describe('ending sessions', () => {
  test("a person ends their own, never another's", async () => {
    const [ada, ben] = [await createUser(), await createUser()]
    const [ofAda, ofBen] = [await signIn(ada), await signIn(ben)]
    const person = { userId: ada.id, name: ada.name }
    expect(await endOwnSession(person, ofBen.viewer.sessionId)).toBe(false)
    expect(await endOwnSession(person, 'unknown')).toBe(false)
    expect(await findViewer(ofBen.token)).toBeDefined()
    expect(await endOwnSession(person, ofAda.viewer.sessionId)).toBe(true)
    expect(await findViewer(ofAda.token)).toBeUndefined()
    expect(await auditActions()).toEqual(['session.started', 'session.started', 'session.ended'])
  })

  test('all others end and this one stays', async () => {
    const [ada, ben] = [await createUser(), await createUser()]
    const here = await signIn(ada)
    const there = [await signIn(ada), await signIn(ada)]
    const ofBen = await signIn(ben)
    expect(await endOtherSessions(here.viewer)).toBe(true)
    expect(await findViewer(here.token)).toBeDefined()
    for (const { token } of there) expect(await findViewer(token)).toBeUndefined()
    expect(await findViewer(ofBen.token)).toBeDefined()
    expect(await endOtherSessions(here.viewer)).toBe(false)
    expect((await auditActions()).filter(a => a === 'session.others-ended')).toHaveLength(1)
  })

  test('the list has only live sessions, last used first', async () => {
    const user = await createUser()
    await signIn(user)
    await letTimePass(SESSION_LIFETIME.plain.idle + MINUTE)
    const old = await signIn(user)
    await letTimePass(MINUTE)
    const young = await signIn(user)
    await signIn(await createUser())
    const ids = (await listSessions(user.id)).sessions.map(session => session.id)
    expect(ids).toEqual([young.viewer.sessionId, old.viewer.sessionId])
  })
})

test('the last sign-in is stored with the person; changing the password is not one', async () => {
  const user = await createUser({ signedInAt: null })
  const signedInAt = async () =>
    (await db().select().from(users).where(eq(users.id, user.id)))[0]?.signedInAt
  await signIn(user, {}, 'changed-password')
  expect(await signedInAt()).toBeNull()
  await signIn(user)
  expect(Number(await signedInAt())).toBeGreaterThan(Date.now() - MINUTE)
})

describe('many sessions', () => {
  /** As an older program left them. */
  const createMany = (userId: string, count: number, endsAt: number) =>
    write([
      sql`INSERT INTO sessions (id, token_hash, user_id, created_at, seen_at, idle_ends_at, ends_at)
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${count})
        SELECT ${userId} || '-' || i, ${userId} || '-hash-' || i, ${userId}, i, i, ${endsAt}, ${endsAt} FROM n`,
    ])

  test('are listed a page at a time; a page beyond the last shows the last', async () => {
    const user = await createUser()
    await createMany(user.id, 25_000, Date.now() + 60 * MINUTE)
    const first = await listSessions(user.id)
    expect(first).toMatchObject({ total: 25_000, page: 1, pages: 1250 })
    expect(first.sessions).toHaveLength(20)
    expect(first.sessions[0]?.seenAt).toBe(25_000)
    expect((await listSessions(user.id, 99_999)).sessions.at(-1)?.seenAt).toBe(1)
  })

  test("of one person end when a new one starts, longest unused first; nobody else's do", async () => {
    const [user, other] = [await createUser(), await createUser()]
    await createMany(user.id, MOST_SESSIONS + 30, Date.now() + 60 * MINUTE)
    await createMany(other.id, MOST_SESSIONS, Date.now() + 60 * MINUTE)
    const { token } = await signIn(user)
    expect(await findViewer(token)).toBeDefined()
    const left = await db().select().from(sessions).where(eq(sessions.userId, user.id))
    expect(left).toHaveLength(MOST_SESSIONS)
    expect(Math.min(...left.map(({ seenAt }) => seenAt))).toBe(32)
    expect((await listSessions(other.id)).total).toBe(MOST_SESSIONS)
  })

  test('that have ended are deleted by the next sign-ins, some hundred at a time', async () => {
    const [gone, user] = [await createUser(), await createUser()]
    await createMany(gone.id, 700, Date.now() - MINUTE)
    await signIn(user)
    expect(await countSessions()).toBe(201)
    await signIn(user)
    expect(await countSessions()).toBe(2)
  })
})
