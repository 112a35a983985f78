import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeEach, describe, expect, test, vi } from 'vitest'
import {
  changeUser,
  deactivateUser,
  endSessionsOf,
  findUser,
  reactivateUser,
} from '#app/models/people/user.server.ts'
import {
  hashPassword,
  isPasswordOf,
  stopHashing,
} from '#app/models/sign-in/hashing/password.server.ts'
import { signInByLink } from '#app/models/sign-in/links/access-link.server.ts'
import { issueToken, type TokenPurpose } from '#app/models/sign-in/links/token.server.ts'
import { createUserWithPassword, from, PASSWORD, signIn } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, users } from '#db/schema.ts'
import { changePassword, findPasswordLink, setPasswordByLink } from './password-change.server.ts'
import { signInByPassword } from './sign-in.server.ts'

/** Runs once, between the next check that succeeds and the write that rests on it. */
const between = vi.hoisted(() => ({ happens: undefined as (() => Promise<unknown>) | undefined }))
const afterwards = vi.hoisted(
  () =>
    <Args extends unknown[], Value>(check: (...args: Args) => Promise<Value>) =>
    async (...args: Args): Promise<Value> => {
      const value = await check(...args)
      const { happens } = between
      between.happens = undefined
      await happens?.()
      return value
    },
)

vi.mock('#app/models/sign-in/hashing/password.server.ts', async load => {
  const real = await load<typeof import('#app/models/sign-in/hashing/password.server.ts')>()
  const { checkPassword, isPasswordOf, hashPassword } = real
  return {
    ...real,
    checkPassword: afterwards(checkPassword),
    isPasswordOf: afterwards(isPasswordOf),
    hashPassword: afterwards(hashPassword),
  }
})
vi.mock('#app/models/sign-in/links/token.server.ts', async load => {
  const real = await load<typeof import('#app/models/sign-in/links/token.server.ts')>()
  return { ...real, findTokenOwner: afterwards(real.findTokenOwner) }
})

testDatabase()
beforeEach(() => {
  between.happens = undefined
})
afterAll(stopHashing)

const NEW = 'two dogs under a table'
const ORIGINAL =
  'scrypt:32768:8:1$GpjazZKD1-TUh6cm$6f631f7f965205072688be0e4a3f24a66cfb92a362b38d63c8633f1d3a24b793b3e8921b145c10c20439d4ff2cbd72179d1e055600a23edb7e2baf54fd7f2449'
const start = { isRemembered: false, device: { userAgent: '', address: '' } }

let visits = 0
const enter = (email: string, password: string) =>
  signInByPassword({ email, password }, from(`192.0.2.${++visits}`), start)

async function hashOf(userId: string): Promise<string | null> {
  const [user] = await db().select().from(users).where(eq(users.id, userId))
  return user?.passwordHash ?? null
}

async function linkTo(userId: string, purpose: TokenPurpose): Promise<string> {
  const { token, steps } = issueToken(purpose, userId)
  await write(steps)
  return token
}

async function setByLink(userId: string, password: string) {
  const token = await linkTo(userId, 'reset-password')
  const link = await findPasswordLink(token)
  if (!link) throw new Error('no link')
  return setPasswordByLink(token, link, password, start)
}

async function createAdmin() {
  const { id, name } = await createUser({ role: 'admin' })
  return { userId: id, name }
}

async function personOf(userId: string) {
  const person = await findUser(userId)
  if (!person) throw new Error('no such person')
  return person
}

async function startedBy(way: string): Promise<number> {
  const isIt = sql`action = 'session.started' AND after ->> 'way' = ${way}`
  return db().$count(auditEntries, isIt)
}

type Someone = { id: string; name: string; email: string }

/** Whatever was shown before one of these is worthless after it. */
const endings: [string, (user: Someone) => Promise<unknown>][] = [
  ['the password is changed', ({ id }) => setByLink(id, NEW)],
  [
    'the address is changed',
    async ({ id, name }) => {
      const { version, role } = await personOf(id)
      await changeUser(
        await personOf(id),
        { name, email: 'moved@example.org', role, version },
        await createAdmin(),
      )
    },
  ],
  ['the person is deactivated', async ({ id }) => deactivateUser(id, await createAdmin())],
]

describe('a sign-in by password in progress', () => {
  test.each(endings)('does not succeed once %s', async (_, end) => {
    const user = await createUserWithPassword()
    between.happens = () => end(user)
    expect(await enter(user.email, PASSWORD)).toEqual({ reason: 'wrong' })
    expect(await startedBy('password')).toBe(0)
  })

  test('succeeds with a hash that another sign-in renewed', async () => {
    const user = await createUser({ passwordHash: ORIGINAL })
    between.happens = () => enter(user.email, 'original-01')
    expect(await enter(user.email, 'original-01')).toMatchObject({ session: {} })
    expect(await startedBy('password')).toBe(2)
  })

  test('does not renew the hash of a password that was changed', async () => {
    const user = await createUser({ passwordHash: ORIGINAL })
    between.happens = () => setByLink(user.id, NEW)
    expect(await enter(user.email, 'original-01')).toEqual({ reason: 'wrong' })
    expect(await isPasswordOf(NEW, await hashOf(user.id))).toBe(true)
  })

  test('succeeds when checked again against a new password that is the same', async () => {
    const user = await createUserWithPassword()
    const passwordHash = await hashPassword(PASSWORD)
    between.happens = () =>
      write([db().update(users).set({ passwordHash }).where(eq(users.id, user.id))])
    expect(await enter(user.email, PASSWORD)).toMatchObject({ session: {} })
  })
})

describe.each(['sign-in', 'reset-password', 'set-password'] as const)('a link to %s', purpose => {
  const press = async (token: string) => {
    if (purpose === 'sign-in') return signInByLink(token, start)
    const link = await findPasswordLink(token)
    return link && setPasswordByLink(token, link, 'four quiet owls at noon', start)
  }

  test.each(endings)('in use does not work once %s', async (_, end) => {
    const user = await createUserWithPassword()
    const token = await linkTo(user.id, purpose)
    between.happens = () => end(user)
    const before = await hashOf(user.id)
    expect(await press(token)).toBeUndefined()
    const hash = await hashOf(user.id)
    expect(await isPasswordOf(hash === before ? PASSWORD : NEW, hash)).toBe(true)
  })

  test.each(endings)('waiting in the mailbox does not work either once %s', async (_, end) => {
    const user = await createUserWithPassword()
    const token = await linkTo(user.id, purpose)
    await end(user)
    const admin = await createAdmin()
    await reactivateUser(user.id, admin)
    expect(await press(token)).toBeUndefined()
  })
})

describe("a change of one's own password in progress", () => {
  const change = { current: PASSWORD, password: 'four quiet owls at noon' }

  const signingOut: typeof endings = [
    ...endings.filter(([title]) => title !== 'the address is changed'),
    ['every session is ended', async ({ id }) => endSessionsOf(id, await createAdmin())],
    [
      'the role is changed',
      ({ id }) => write([sql`UPDATE users SET role = 'organizer' WHERE id = ${id}`]),
    ],
  ]

  test.each(signingOut)('does not succeed once %s', async (_, end) => {
    const user = await createUserWithPassword()
    const { viewer } = await signIn(user)
    between.happens = () => end(user)
    expect(await changePassword(viewer, change, start)).toEqual({ refusal: 'stale' })
    expect(await isPasswordOf(change.password, await hashOf(user.id))).toBe(false)
  })
})
