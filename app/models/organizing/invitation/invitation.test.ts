import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import {
  createEvent,
  createRequest,
  createUser,
  managedBy,
  viewerOf,
} from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, mails } from '#db/schema.ts'
import { countInvited, findInvitation, inviteEveryone } from './invitation.server.ts'

testDatabase()

let owner: Awaited<ReturnType<typeof createUser>>
beforeEach(async () => {
  overrideSettings({ MAIL_ENABLED: true })
  owner = await createUser({ role: 'organizer' })
})

type Overrides = Parameters<typeof createEvent>[0]

async function eventToTell(overrides: Overrides = {}) {
  const { id } = await createEvent({ ownerId: owner.id, name: 'Opera', ...overrides })
  const invite = async () => inviteEveryone(viewerOf(owner), await managedBy(viewerOf(owner), id))
  return { id, invite }
}

const told = async () => (await db().select().from(mails)).map(mail => mail.toEmail).sort()

describe('the email that everyone can ask', () => {
  test('goes to active members who use their account and have not asked, as counted before', async () => {
    const { id, invite } = await eventToTell()
    for (const name of ['ada', 'ben']) await createUser({ email: `${name}@example.org` })
    await createUser({ signedInAt: null })
    await createUser({ deactivatedAt: 1 })
    await createUser({ role: 'admin' })
    await createRequest({ eventId: id })
    expect(await countInvited(id)).toEqual({ invited: 2, asked: 1, unreachable: 1 })
    expect(await findInvitation(id)).toBeUndefined()
    expect((await invite()).refusal).toBeUndefined()
    expect(await told()).toEqual(['ada@example.org', 'ben@example.org'])
    expect(await findInvitation(id)).toMatchObject({ people: 2 })
    const entries = await db().select().from(auditEntries)
    expect(entries.map(({ action, after }) => [action, after])).toEqual([
      ['event.invited', '{"members":2}'],
    ])
  })

  test('says what the event is, until when, and where to ask', async () => {
    const ada = await createUser({ name: 'Ada' })
    const { id, invite } = await eventToTell({ closesAt: Date.UTC(2127, 4, 1, 10) })
    await invite()
    const [mail] = await db().select().from(mails)
    expect(mail).toMatchObject({ userId: ada.id, eventId: id, state: 'queued', kind: 'invitation' })
    const { subject, text } = openedMail(mail)
    expect(subject).toBe('You can now ask for tickets: Opera')
    expect(text).toContain('Hello Ada,')
    expect(text).toMatch(/ask for tickets for Opera until Thursday, 1 May 2127, 12:00/)
    expect(text).toContain(`/events/${id}\n`)
  })

  test('goes once for each event, also when pressed twice at the same time', async () => {
    await createUser()
    const { id, invite } = await eventToTell()
    const outcomes = await Promise.all([invite(), invite()])
    expect(outcomes.map(({ refusal }) => refusal).sort()).toEqual(['sent', undefined])
    await createUser()
    expect((await invite()).refusal).toBe('sent')
    expect(await told()).toHaveLength(1)
    expect(await db().$count(auditEntries)).toBe(1)
    const other = await eventToTell()
    expect((await other.invite()).refusal).toBeUndefined()
    expect(await findInvitation(id)).toMatchObject({ people: 1 })
  })

  test.each<[string, Overrides]>([
    ['a draft', { opensAt: null }],
    ['closed', { closedAt: 1 }],
    ['cancelled', { cancelledAt: 1, cancelReason: 'ill' }],
  ])('does not go while the event is %s', async (_, overrides) => {
    await createUser()
    const { invite } = await eventToTell(overrides)
    expect((await invite()).refusal).toBe('not-open')
    expect(await told()).toEqual([])
  })

  test('does not go with facts that have changed since they were read', async () => {
    await createUser()
    const { id } = await eventToTell()
    const event = await managedBy(viewerOf(owner), id)
    await write([
      sql`UPDATE events SET place = 'Elsewhere', version = version + 1 WHERE id = ${id}`,
    ])
    expect((await inviteEveryone(viewerOf(owner), event)).refusal).toBe('stale')
    expect(await told()).toEqual([])
  })

  test('is refused with nobody to email, with email off, and to someone who lost the right', async () => {
    const { id, invite } = await eventToTell()
    expect((await invite()).refusal).toBe('nobody')
    await createUser()
    overrideSettings({ MAIL_ENABLED: false })
    expect((await invite()).refusal).toBe('mail-off')
    overrideSettings({ MAIL_ENABLED: true })
    const event = await managedBy(viewerOf(owner), id)
    await write([sql`UPDATE users SET role = 'member' WHERE id = ${owner.id}`])
    expect((await inviteEveryone(viewerOf(owner), event)).refusal).toBe('not-found')
    expect(await db().$count(auditEntries)).toBe(0)
  })
})
