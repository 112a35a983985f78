import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Actor } from '#app/models/audit/audit.server.ts'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { findPasswordLink } from '#app/models/sign-in/password-change.server.ts'
import { findViewer } from '#app/models/sign-in/session/session.server.ts'
import { auditActions, countSessions, signIn } from '#app/testing/accounts.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser } from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails, tokens } from '#db/schema.ts'
import {
  addUser,
  changeUser,
  deactivateUser,
  endSessionsOf,
  findUser,
  type PersonDetails,
  reactivateUser,
  sendPasswordLink,
} from './user.server.ts'
import type { UserInput } from './user.ts'

testDatabase()

const ben: UserInput = { name: 'Ben <b>Bold</b>', email: 'ben@example.org', role: 'organizer' }

async function createAdmin(name = 'Ada') {
  const user = await createUser({ role: 'admin', name })
  return { user, actor: { userId: user.id, name } }
}

async function personOf(userId: string): Promise<PersonDetails> {
  const person = await findUser(userId)
  if (!person) throw new Error('no such person')
  return person
}

/** As the form would send them. */
async function change(userId: string, values: Partial<UserInput & { version: number }>) {
  const { name, email, role, version } = await personOf(userId)
  return { name, email, role, version, ...values }
}

async function changeTo(userId: string, values: Partial<UserInput>, actor: NonNullable<Actor>) {
  return changeUser(await personOf(userId), await change(userId, values), actor)
}

async function linkInMail(kind: 'welcome' | 'password-reset'): Promise<string> {
  const [mail] = await db().select().from(mails).where(eq(mails.kind, kind))
  return /\/reset-password\/([\w-]+)/.exec(openedMail(mail).text)?.[1] ?? ''
}

describe('adding a person', () => {
  test('writes the person, the link of the welcome mail and the audit entry together', async () => {
    const { actor } = await createAdmin()
    const done = await addUser(ben, actor)
    expect(done.refusal).toBeUndefined()
    const [mail] = await db().select().from(mails)
    expect(mail).toMatchObject({ kind: 'welcome', toEmail: 'ben@example.org', state: 'kept' })
    expect(mail?.html).toContain('Ben &lt;b&gt;Bold&lt;/b&gt;')
    const link = await findPasswordLink(await linkInMail('welcome'))
    expect(link).toMatchObject({ email: 'ben@example.org', purpose: 'set-password' })
    const [token] = await db().select().from(tokens)
    expect((token?.expiresAt ?? 0) - (token?.createdAt ?? 0)).toBe(7 * 24 * 3_600_000)
    expect(await auditActions()).toEqual(['user.created'])
  })

  test('is refused, with nothing written, when the mail address exists in any case', async () => {
    const { actor } = await createAdmin()
    await createUser({ email: 'Ben@Example.org' })
    expect(await addUser(ben, actor)).toEqual({ refusal: 'email-taken' })
    expect(await db().$count(mails)).toBe(0)
    expect(await db().$count(tokens)).toBe(0)
    expect(await auditActions()).toEqual([])
  })

  test('by two admins at once makes one person and one mail', async () => {
    const { actor } = await createAdmin()
    const done = await Promise.all([addUser(ben, actor), addUser(ben, actor)])
    expect(done.map(d => d.refusal).sort()).toEqual(['email-taken', undefined])
    expect(await db().$count(mails)).toBe(1)
  })

  test('is refused to somebody who is no longer an admin when it is written', async () => {
    await createAdmin()
    const former = await createUser({ role: 'organizer' })
    const gone = await createUser({ role: 'admin', deactivatedAt: 1 })
    for (const { id, name } of [former, gone])
      expect(await addUser(ben, { userId: id, name })).toEqual({ refusal: 'not-admin' })
  })
})

describe('changing a person', () => {
  test('records only what changed, and raises the version', async () => {
    const { actor } = await createAdmin()
    const user = await createUser({ name: 'Old', email: 'old@example.org' })
    expect((await changeTo(user.id, { name: 'New' }, actor)).refusal).toBeUndefined()
    expect(await personOf(user.id)).toMatchObject({ name: 'New', version: 2 })
    const [entry] = await db().select().from(auditEntries)
    expect([entry?.before, entry?.after]).toEqual(['{"name":"Old"}', '{"name":"New"}'])
  })

  test('is refused on a stale page, and changes nothing', async () => {
    const { actor } = await createAdmin()
    const user = await createUser({ name: 'Old' })
    const seen = await change(user.id, { name: 'Second' })
    await changeTo(user.id, { name: 'First' }, actor)
    const person = await personOf(user.id)
    expect(await changeUser(person, seen, actor)).toEqual({ refusal: 'stale' })
    expect((await personOf(user.id)).name).toBe('First')
  })

  test('by two admins at once lets one win and tells the other', async () => {
    const [ada, eve] = [await createAdmin('Ada'), await createAdmin('Eve')]
    const user = await createUser()
    const person = await personOf(user.id)
    const seen = await change(user.id, {})
    const done = await Promise.all([
      changeUser(person, { ...seen, name: 'By Ada' }, ada.actor),
      changeUser(person, { ...seen, name: 'By Eve' }, eve.actor),
    ])
    expect(done.map(d => d.refusal)).toEqual([undefined, 'stale'])
    expect((await personOf(user.id)).name).toBe('By Ada')
  })

  test("refuses another person's mail address, but accepts their own in another case", async () => {
    const { actor } = await createAdmin()
    await createUser({ email: 'taken@example.org' })
    const user = await createUser({ email: 'Mine@example.org' })
    expect(await changeTo(user.id, { email: 'taken@example.org' }, actor)).toEqual({
      refusal: 'email-taken',
    })
    expect((await changeTo(user.id, { email: 'mine@example.org' }, actor)).refusal).toBeUndefined()
  })

  test('to a new mail address keeps the sessions and ends the links sent to the old one', async () => {
    const { actor } = await createAdmin()
    const user = await createUser()
    await signIn(user)
    const { token, steps } = issueToken('reset-password', user.id)
    await write(steps)
    await changeTo(user.id, { name: 'Only the name' }, actor)
    expect(await findPasswordLink(token)).toBeDefined()
    await changeTo(user.id, { email: 'elsewhere@example.org' }, actor)
    expect(await findPasswordLink(token)).toBeUndefined()
    expect(await countSessions()).toBe(1)
  })

  test('to a new role holds at once and ends that person’s sessions only', async () => {
    const { user: admin, actor } = await createAdmin()
    const user = await createUser()
    const own = await signIn(user)
    const other = await signIn(admin)
    await changeTo(user.id, { role: 'organizer' }, actor)
    expect(await findViewer(own.token)).toBeUndefined()
    expect(await findViewer(other.token)).toBeDefined()
  })

  test('in an admin’s own name does not sign them out', async () => {
    const { user, actor } = await createAdmin()
    const session = await signIn(user)
    await changeTo(user.id, { name: 'Ada Lovelace' }, actor)
    expect(await findViewer(session.token)).toMatchObject({ name: 'Ada Lovelace', role: 'admin' })
  })
})

describe('deactivating', () => {
  test('ends sessions and links at once, and keeps everything else', async () => {
    const { actor } = await createAdmin()
    const user = await createUser()
    const { id: eventId } = await createEvent()
    await createRequest({ eventId, userId: user.id })
    const session = await signIn(user)
    await sendPasswordLink(await personOf(user.id), actor)
    const token = await linkInMail('welcome')
    expect((await deactivateUser(user.id, actor)).refusal).toBeUndefined()
    expect(await findViewer(session.token)).toBeUndefined()
    expect(await findPasswordLink(token)).toBeUndefined()
    expect([await countSessions(), await db().$count(tokens)]).toEqual([0, 0])
    expect(await personOf(user.id)).toMatchObject({ requests: 1, sessions: 0, version: 2 })
  })

  test('and reactivating are recorded, and a second press changes nothing', async () => {
    const { actor } = await createAdmin()
    const user = await createUser()
    await deactivateUser(user.id, actor)
    expect(await deactivateUser(user.id, actor)).toEqual({ refusal: 'already' })
    await reactivateUser(user.id, actor)
    expect(await reactivateUser(user.id, actor)).toEqual({ refusal: 'already' })
    expect((await personOf(user.id)).deactivatedAt).toBeNull()
    expect(await auditActions()).toEqual(['user.deactivated', 'user.reactivated'])
  })

  test('somebody unknown is refused', async () => {
    const { actor } = await createAdmin()
    expect(await deactivateUser('nobody', actor)).toEqual({ refusal: 'missing' })
    expect(await reactivateUser('nobody', actor)).toEqual({ refusal: 'missing' })
  })
})

test('an admin ends all sessions of one person and no others', async () => {
  const { actor } = await createAdmin()
  const [user, other] = [await createUser(), await createUser()]
  const [here, there, others] = [await signIn(user), await signIn(user), await signIn(other)]
  expect((await endSessionsOf(user.id, actor)).refusal).toBeUndefined()
  expect(await findViewer(here.token)).toBeUndefined()
  expect(await findViewer(there.token)).toBeUndefined()
  expect(await findViewer(others.token)).toBeDefined()
  expect(await endSessionsOf(user.id, actor)).toEqual({ refusal: 'none' })
  expect(await auditActions()).toContain('session.all-ended')
})

describe('a password link', () => {
  test('is a reset for people with a password, and the welcome mail again for people without', async () => {
    const { actor } = await createAdmin()
    const old = await createUser({ passwordHash: 'x' })
    const fresh = await createUser()
    for (const { id } of [old, fresh]) await sendPasswordLink(await personOf(id), actor)
    expect(await findPasswordLink(await linkInMail('password-reset'))).toMatchObject({
      userId: old.id,
      purpose: 'reset-password',
    })
    expect(await findPasswordLink(await linkInMail('welcome'))).toMatchObject({
      userId: fresh.id,
      purpose: 'set-password',
    })
    expect(await auditActions()).toEqual(['user.password-link-sent', 'user.password-link-sent'])
  })

  test('sent again ends the one before', async () => {
    const { actor } = await createAdmin()
    const user = await createUser()
    await sendPasswordLink(await personOf(user.id), actor)
    const first = await linkInMail('welcome')
    await sendPasswordLink(await personOf(user.id), actor)
    expect(await db().$count(mails)).toBe(2)
    expect(await findPasswordLink(first)).toBeUndefined()
  })

  test('goes to no deactivated person, and to no address that has changed since', async () => {
    const { actor } = await createAdmin()
    const user = await createUser()
    const seen = await personOf(user.id)
    await changeTo(user.id, { email: 'new@example.org' }, actor)
    expect(await sendPasswordLink(seen, actor)).toEqual({ refusal: 'stale' })
    await deactivateUser(user.id, actor)
    const now = await personOf(user.id)
    expect(await sendPasswordLink(now, actor)).toEqual({ refusal: 'inactive' })
    expect(await db().$count(mails)).toBe(0)
  })

  test('is not a welcome for somebody who chose a password after the page was shown', async () => {
    const { actor } = await createAdmin()
    const user = await createUser()
    const seen = await personOf(user.id)
    await write([sql`UPDATE users SET password_hash = 'x' WHERE id = ${user.id}`])
    expect(await sendPasswordLink(seen, actor)).toEqual({ refusal: 'stale' })
    expect(await db().$count(mails)).toBe(0)
  })
})
