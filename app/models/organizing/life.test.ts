import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { findEvent } from '#app/models/events/event.server.ts'
import { NONE_SEEN, saveRequest } from '#app/models/requests/writing.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import {
  createEvent,
  createRequest,
  createUser,
  markFinalized,
  viewerOf,
} from '#app/testing/factories.ts'
import { auditedActions, lastAudited, mailsOf } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { cancelEvent, deleteEvent } from './life.server.ts'

testDatabase()

const HOUR = 3_600_000
const admin = async () => viewerOf(await createUser({ role: 'admin', name: 'Ada' }))
const stranger = async () => viewerOf(await createUser({ role: 'organizer' }))
const stateOf = async (eventId: string) => (await findEvent(await admin(), eventId))?.state

describe('cancelling', () => {
  test('mails everybody who asked, with the reason, once', async () => {
    const ada = await admin()
    const event = await createEvent({ name: 'Gala' })
    const [one, two] = [await createUser(), await createUser({ name: 'Mia <b>' })]
    await createRequest({ eventId: event.id, userId: one.id })
    await createRequest({ eventId: event.id, userId: two.id })
    expect(await cancelEvent(ada, event.id, 'Flood & <fire>')).toEqual({
      refusal: undefined,
      told: 2,
    })
    const mails = await mailsOf('event-cancelled')
    expect(mails.map(mail => mail.to).sort()).toEqual([one.email, two.email].sort())
    expect(mails[0]?.text).toContain('Flood & <fire>')
    expect(mails[0]?.html).toContain('Flood &amp; &lt;fire&gt;')
    expect(mails.some(mail => /<b>|<fire>/.test(mail.html))).toBe(false)
    expect((await cancelEvent(ada, event.id, 'Again')).refusal).toBe('cancelled')
    expect(await mailsOf('event-cancelled')).toHaveLength(2)
  })

  test('mails everybody whose request was saved, whenever it came during the write', async () => {
    const ada = await admin()
    const event = await createEvent()
    const people = await Promise.all(Array.from({ length: 12 }, () => createUser()))
    const early = await createUser()
    await createRequest({ eventId: event.id, userId: early.id })
    const cancelling = cancelEvent(ada, event.id, 'Flood')
    const asking = people.map(async (user, delay) => {
      for (let turn = 0; turn < delay; turn += 1) await new Promise(setImmediate)
      const ask = { eventId: event.id, userId: user.id, sizes: [1], note: '', ...NONE_SEEN }
      const { refusal } = await saveRequest(viewerOf(user), ask)
      return refusal === undefined ? [user.email] : []
    })
    const [, ...asked] = await Promise.all([cancelling, ...asking])
    const told = (await mailsOf('event-cancelled')).map(mail => mail.to)
    expect(told).toEqual([early.email, ...asked.flat()].sort())
  })

  test('works in every state and cannot be undone', async () => {
    const ada = await admin()
    const draft = await createEvent({ opensAt: null })
    const closed = await createEvent({ closedAt: 1 })
    const decided = await createEvent()
    await markFinalized(decided.id)
    for (const { id } of [draft, closed, decided]) {
      expect((await cancelEvent(ada, id, 'No hall')).refusal).toBeUndefined()
      expect(await stateOf(id)).toBe('cancelled')
      const undo = sql`UPDATE events SET cancelled_at = NULL WHERE id = ${id}`
      expect((await write([undo])).refusal).toBe('cancelled')
    }
  })

  test('is only for people who manage the event', async () => {
    const event = await createEvent()
    expect((await cancelEvent(await stranger(), event.id, 'Mine')).refusal).toBe('not-found')
    expect((await cancelEvent(await admin(), 'nothing', 'Mine')).refusal).toBe('not-found')
    expect(await stateOf(event.id)).toBe('open')
  })
})

describe('deleting', () => {
  const count = async () => (await db().select().from(events)).length

  test('removes an event that nobody asks for; the audit trail keeps it', async () => {
    const event = await createEvent()
    expect((await deleteEvent(await admin(), event.id)).refusal).toBeUndefined()
    expect(await count()).toBe(0)
    expect((await lastAudited('event.deleted')).before).toMatchObject({ name: event.name })
  })

  test('is refused once somebody asked, once it was decided, and to other people', async () => {
    const ada = await admin()
    const [asked, decided] = [await createEvent(), await createEvent()]
    await createRequest({ eventId: asked.id })
    await markFinalized(decided.id, true)
    expect((await deleteEvent(ada, asked.id)).refusal).toBe('asked')
    expect((await deleteEvent(ada, decided.id)).refusal).toBe('decided')
    expect((await deleteEvent(await stranger(), decided.id)).refusal).toBe('not-found')
    expect(await count()).toBe(2)
    expect(await auditedActions()).toEqual([])
  })
})

test('to other people a draft does not exist, even when cancelled or expired', async () => {
  const hidden = [
    await createEvent({ opensAt: null }),
    await createEvent({ opensAt: Date.now() + HOUR }),
    await createEvent({ opensAt: null, cancelledAt: 1 }),
    await createEvent({ opensAt: null, closesAt: Date.now() - HOUR }),
  ]
  const member = viewerOf(await createUser())
  const other = await stranger()
  for (const { id, ownerId } of hidden) {
    expect(await findEvent(member, id)).toBeUndefined()
    expect(await findEvent(other, id)).toBeUndefined()
    const owner = { userId: ownerId, name: '', role: 'organizer' as const }
    expect((await findEvent(owner, id))?.isManaged).toBe(true)
  }
  const open = await createEvent()
  expect((await findEvent(other, open.id))?.isManaged).toBe(false)
  const [row] = await db().select().from(events).where(eq(events.id, open.id))
  expect(row?.version).toBe(1)
})
