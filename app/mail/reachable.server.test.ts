import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { remindOfClosing } from '#app/models/organizing/closing-soon.server.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import { addUser, findUser, sendPasswordLink } from '#app/models/people/user.server.ts'
import { saveRequest } from '#app/models/requests/writing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails, users } from '#db/schema.ts'
import { type OutgoingMail, queueMail, queueMails } from './outbox.server.ts'

testDatabase()
const HOUR = 3_600_000
const content = { subject: 'News', text: 'News\n', html: '<p>News</p>' }

async function kindsTo(userId: string): Promise<string[]> {
  const rows = await db().select().from(mails).where(eq(mails.userId, userId))
  return rows.map(({ kind }) => kind)
}

describe('somebody who never signed in and was never welcomed', () => {
  test('gets no mail about events, whatever happens to them', async () => {
    const admin = viewerOf(await createUser({ role: 'admin' }))
    const stranger = await createUser({ signedInAt: null })
    const soon = await createEvent({ opensAt: 1, closesAt: Date.now() + 20 * HOUR })
    await remindOfClosing(new AbortController().signal)
    const ask = { eventId: soon.id, userId: stranger.id, sizes: [1], note: '' }
    const nothingSeen = { requestId: '', version: 0 }
    expect((await saveRequest(admin, { ...ask, ...nothingSeen })).refusal).toBeUndefined()
    await cancelEvent(admin, soon.id, 'Somebody is ill')
    const decided = await createEvent({ closedAt: 1 })
    await createRequest({ eventId: decided.id, userId: stranger.id, draftAmount: 1 })
    const { allocationVersion = 0 } = (await findManagedEvent(admin, decided.id)) ?? {}
    const done = await finalize(decided.id, admin, { allocationVersion, withMail: true })
    expect(done).toEqual({ refusal: undefined, mailed: 0 })
    expect(await kindsTo(stranger.id)).toEqual([])
  })

  test('still gets links to sign in', async () => {
    const admin = viewerOf(await createUser({ role: 'admin' }))
    const stranger = await createUser({ signedInAt: null })
    const person = await findUser(stranger.id)
    if (!person) throw new Error('not there')
    await sendPasswordLink(person, admin)
    expect(await kindsTo(stranger.id)).toEqual(['welcome'])
  })

  test.each([
    ['one mail', (mail: OutgoingMail) => [queueMail(mail)]],
    ['many mails', (mail: OutgoingMail) => queueMails([mail]).steps],
  ])('is kept out by the outbox itself, for %s', async (_, queue) => {
    const known = await createUser()
    const stranger = await createUser({ signedInAt: null })
    for (const { id: userId, email } of [known, stranger])
      await write(
        queue({ kind: 'event-changed', reasonKey: userId, to: { userId, email }, content }),
      )
    expect([await kindsTo(known.id), await kindsTo(stranger.id)]).toEqual([['event-changed'], []])
  })
})

describe('a welcome mail', () => {
  const welcomed = async (isMailOn: boolean) => {
    overrideSettings({ MAIL_ENABLED: isMailOn })
    const admin = viewerOf(await createUser({ role: 'admin' }))
    const added = await addUser({ name: 'Ben', email: 'ben@example.org', role: 'member' }, admin)
    const userId = 'userId' in added ? added.userId : ''
    const [row] = await db().select().from(users).where(eq(users.id, userId))
    overrideSettings({ MAIL_ENABLED: false })
    return row?.welcomedAt
  }

  test('that leaves makes a person known', async () => {
    expect(await welcomed(true)).toBeGreaterThan(0)
  })

  test('that could not be sent makes nobody known, until it is tried again', async () => {
    await welcomed(true)
    const stateIs = (state: string) => write([sql`UPDATE mails SET state = ${state}`])
    const welcomedAt = async () =>
      (await db().select().from(users).where(eq(users.name, 'Ben')))[0]?.welcomedAt
    await stateIs('failed')
    expect(await welcomedAt()).toBeNull()
    await stateIs('queued')
    expect(await welcomedAt()).toBeGreaterThan(0)
  })

  test('that is kept, because mail is off, does not', async () => {
    expect(await welcomed(false)).toBeNull()
  })
})
