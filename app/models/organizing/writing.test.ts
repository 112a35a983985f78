import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { EventRow } from '#app/models/events/event.server.ts'
import type { EventInput } from '#app/models/events/input.ts'
import { NONE_SEEN, saveRequest } from '#app/models/requests/writing.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { formOf, NOTHING_AFTER } from '#app/testing/event-form.ts'
import { createRequest, createUser, createEvent as made, viewerOf } from '#app/testing/factories.ts'
import { auditedActions, lastAudited, mailsOf } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { LaneFullError, write } from '#db/lane.ts'
import { events, seals } from '#db/schema.ts'
import { mustStillBeAskers, writeToAskers } from './askers.server.ts'
import { changesSince } from './changes.server.ts'
import { addEvent, updateEvent } from './writing.server.ts'

testDatabase()

const HOUR = 3_600_000
const organizer = async () => viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
const admin = async () => viewerOf(await createUser({ role: 'admin', name: 'Ada' }))

async function read(eventId: string): Promise<EventRow> {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  if (!row) throw new Error('the event is gone')
  return row
}

const blank = (overrides: Partial<EventInput> = {}) =>
  formOf(
    { ...({} as EventRow), ...NOTHING_AFTER },
    {
      name: 'Gala',
      startsAt: Date.now() + 48 * HOUR,
      timeZone: 'Europe/Berlin',
      place: '',
      totalTickets: 10,
      mostPerRequest: 8,
      notes: '',
      version: 0,
      opens: 'now',
      ...overrides,
    },
  )

describe('creating an event', () => {
  test('opens it now, closes it when it starts, seals its draw and records who did it', async () => {
    const olga = await organizer()
    const input = blank()
    const { refusal, eventId } = await addEvent(olga, input)
    expect(refusal).toBeUndefined()
    const row = await read(eventId)
    expect(row).toMatchObject({ ownerId: olga.userId, closesAt: input.startsAt, version: 1 })
    expect(Date.now() - (row.opensAt ?? 0)).toBeLessThan(5000)
    expect(await lastAudited('event.created')).toMatchObject({
      actorId: olga.userId,
      after: { name: 'Gala' },
    })
    expect((await db().select().from(seals))[0]?.eventId).toBe(eventId)
  })

  test('by the same press makes no second one, on any server', async () => {
    const olga = await organizer()
    const first = await addEvent(olga, blank(), 'a press')
    const again = await addEvent(olga, blank(), 'a press')
    expect(again).toEqual({ refusal: undefined, eventId: first.eventId })
    const other = await addEvent(olga, blank(), 'another press')
    expect(other.eventId).not.toBe(first.eventId)
    expect(await auditedActions()).toEqual(['event.created', 'event.created'])
  })

  test('keeps a draft without an opening time', async () => {
    const { eventId } = await addEvent(await organizer(), blank({ opens: 'not-yet' }))
    expect((await read(eventId)).opensAt).toBeNull()
  })

  test('is refused when nobody could ask', async () => {
    const olga = await organizer()
    const past = blank({ startsAt: Date.now() - HOUR })
    expect((await addEvent(olga, past)).refusal).toBe('too-late')
    const startsAt = Date.now() + 2 * HOUR
    const late = blank({ startsAt, opens: 'later', opensAt: startsAt + HOUR })
    expect((await addEvent(olga, late)).refusal).toBe('closes-before-open')
    expect(await auditedActions()).toEqual([])
  })

  test('for another owner is only for admins, and only for owners who can organize', async () => {
    const [olga, ada] = [await organizer(), await admin()]
    const other = await createUser({ role: 'organizer' })
    const member = await createUser()
    const gone = await createUser({ role: 'organizer', deactivatedAt: 1 })
    const create = async (by: typeof olga, ownerId: string) =>
      (await addEvent(by, blank({ ownerId }))).refusal
    expect(await create(olga, other.id)).toBe('owner')
    expect(await create(ada, member.id)).toBe('owner')
    expect(await create(ada, gone.id)).toBe('owner')
    expect(await create(ada, 'nobody')).toBe('owner')
    expect(await create(ada, other.id)).toBeUndefined()
  })
})

describe('changing an event', () => {
  test('writes what was typed, with before and after in the audit trail', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId })
    const input = formOf(event, { name: 'Ball', totalTickets: 20 })
    expect((await updateEvent(olga, event.id, input)).refusal).toBeUndefined()
    expect(await read(event.id)).toMatchObject({ name: 'Ball', totalTickets: 20, version: 2 })
    expect(await lastAudited('event.changed')).toMatchObject({
      before: { name: event.name, totalTickets: 10 },
      after: { name: 'Ball', totalTickets: 20 },
    })
  })

  test('keeps instants whose minute did not change', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId })
    const startsAt = Math.floor(event.startsAt / 60_000) * 60_000
    await createRequest({ eventId: event.id })
    const done = await updateEvent(olga, event.id, formOf(event, { startsAt }))
    expect(done).toEqual({ refusal: undefined, told: 0 })
    expect((await read(event.id)).startsAt).toBe(event.startsAt)
  })

  test('keeps the second of two hours that clocks show twice', async () => {
    const olga = await organizer()
    const startsAt = Date.UTC(2124, 9, 29, 1, 30)
    const event = await made({ ownerId: olga.userId, startsAt })
    const saved = formOf(event, { startsAt: startsAt - HOUR, name: 'Ball' })
    expect(await updateEvent(olga, event.id, saved)).toEqual({ refusal: undefined, told: 0 })
    expect(await read(event.id)).toMatchObject({ startsAt, name: 'Ball' })
    const moved = formOf(event, { startsAt: startsAt - 2 * HOUR, version: 2 })
    expect((await updateEvent(olga, event.id, moved)).refusal).toBeUndefined()
    expect((await read(event.id)).startsAt).toBe(startsAt - 2 * HOUR)
  })

  test('treats the older and today’s name of a zone as the same', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId, timeZone: 'Europe/Kiev' })
    await createRequest({ eventId: event.id })
    const today = formOf(event, { timeZone: 'Europe/Kyiv', totalTickets: 11 })
    expect(await updateEvent(olga, event.id, today)).toEqual({ refusal: undefined, told: 0 })
    expect(await changesSince(event.id, 1)).toEqual([
      'Olga changed the total of tickets from 10 to 11.',
    ])
    const other = formOf(event, { timeZone: 'Europe/Berlin', totalTickets: 11, version: 2 })
    expect((await updateEvent(olga, event.id, other)).told).toBe(1)
  })

  test('is only for its owner and admins', async () => {
    const event = await made()
    const input = formOf(event, { name: 'Mine now' })
    expect((await updateEvent(await organizer(), event.id, input)).refusal).toBe('not-found')
    const member = viewerOf(await createUser())
    expect((await updateEvent(member, event.id, input)).refusal).toBe('not-found')
    expect((await updateEvent(await admin(), 'nothing', input)).refusal).toBe('not-found')
    expect((await updateEvent(await admin(), event.id, input)).refusal).toBeUndefined()
  })

  test('tells the second of two organizers what the first did', async () => {
    const [olga, ada] = [await organizer(), await admin()]
    const event = await made({ ownerId: olga.userId, place: 'Hall' })
    await updateEvent(ada, event.id, formOf(event, { totalTickets: 12 }))
    const late = await updateEvent(olga, event.id, formOf(event, { name: 'Ball' }))
    expect(late.refusal).toBe('stale')
    expect(await changesSince(event.id, 1)).toEqual([
      'Ada changed the total of tickets from 10 to 12.',
    ])
    expect(await read(event.id)).toMatchObject({ name: event.name, totalTickets: 12 })
  })

  test('never lowers the total below what is given, in a draft or for good', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId, closedAt: Date.now() })
    const request = await createRequest({ eventId: event.id, draftAmount: 6 })
    const lower = (totalTickets: number) =>
      updateEvent(olga, event.id, formOf(event, { totalTickets }))
    expect((await lower(5)).refusal).toBe('below-given')
    await write([
      sql`UPDATE requests SET draft_amount = NULL`,
      sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail)
        VALUES ('f', ${event.id}, 1, 1, 0)`,
      sql`INSERT INTO results (finalization_id, request_id, amount) VALUES ('f', ${request.id}, 4)`,
    ])
    expect((await lower(3)).refusal).toBe('below-given')
    expect((await lower(4)).refusal).toBeUndefined()
  })

  test('never lowers the most per request below what somebody asked for', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId })
    await createRequest({ eventId: event.id, sizes: '4,2' })
    const lower = (mostPerRequest: number) =>
      updateEvent(olga, event.id, formOf(event, { mostPerRequest }))
    expect((await lower(3)).refusal).toBe('below-asked')
    expect((await lower(4)).refusal).toBeUndefined()
  })

  test('does not open requests again by a later closing time', async () => {
    const olga = await organizer()
    const closesAt = Date.now() + HOUR
    for (const closed of [{ closesAt: Date.now() - HOUR }, { closedAt: Date.now() - HOUR }]) {
      const event = await made({ ownerId: olga.userId, opensAt: Date.now() - 5 * HOUR, ...closed })
      const done = await updateEvent(olga, event.id, formOf(event, { closesAt }))
      expect(done.refusal).toBe('closed')
    }
  })

  test('moves the closing time of an open event, but not into the past or beyond its start', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId, opensAt: Date.now() - 5 * HOUR })
    const close = async (closesAt: number) =>
      (await updateEvent(olga, event.id, formOf(event, { closesAt }))).refusal
    expect(await close(Date.now() - HOUR)).toBe('too-late')
    expect(await close(event.startsAt + HOUR)).toBe('closes-after-start')
    expect(await close(event.startsAt)).toBeUndefined()
  })

  test('cannot move the opening once requests are open', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId })
    const hide = formOf(event, { opens: 'not-yet' })
    expect((await updateEvent(olga, event.id, hide)).refusal).toBe('opened')
    const draft = await made({ ownerId: olga.userId, opensAt: null })
    const tooLate = formOf(draft, { opens: 'later', opensAt: (draft.closesAt ?? 0) + HOUR })
    expect((await updateEvent(olga, draft.id, tooLate)).refusal).toBe('closes-before-open')
    const open = formOf(draft, { opens: 'now' })
    expect((await updateEvent(olga, draft.id, open)).refusal).toBeUndefined()
    expect((await read(draft.id)).opensAt).not.toBeNull()
  })

  test('is refused once it is cancelled', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId, cancelledAt: 1 })
    const input = formOf(event, { name: 'Back' })
    expect((await updateEvent(olga, event.id, input)).refusal).toBe('cancelled')
  })
})

describe('those who asked', () => {
  test('are mailed about another time or place, once for each change', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId, name: 'Gala <3' })
    const mia = await createUser({ name: 'Mia <script>' })
    await createRequest({ eventId: event.id, userId: mia.id })
    const gone = await createUser({ deactivatedAt: 1 })
    await createRequest({ eventId: event.id, userId: gone.id })
    const done = await updateEvent(olga, event.id, formOf(event, { place: 'Park' }))
    expect(done.told).toBe(1)
    const [mail, ...others] = await mailsOf('event-changed')
    expect(others).toEqual([])
    expect(mail).toMatchObject({ to: mia.email, subject: 'Changed: Gala <3' })
    expect(mail?.text).toContain('Place: Park')
    expect(mail?.html).not.toMatch(/<script>|<3/)
  })

  test('are not mailed about other changes, or when the organizer chooses not to', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId })
    await createRequest({ eventId: event.id })
    await updateEvent(olga, event.id, formOf(event, { totalTickets: 30 }))
    const quiet = formOf({ ...event, version: 2 }, { place: 'Park', totalTickets: 30, tell: false })
    expect((await updateEvent(olga, event.id, quiet)).refusal).toBeUndefined()
    expect(await mailsOf('event-changed')).toEqual([])
  })

  test('are all mailed if their request counts, whenever it came during the change', async () => {
    const olga = await organizer()
    const event = await made({ ownerId: olga.userId })
    const people = await Promise.all(Array.from({ length: 12 }, () => createUser()))
    const change = updateEvent(olga, event.id, formOf(event, { place: 'Park' }))
    const asking = people.map(async (user, delay) => {
      for (let turn = 0; turn < delay; turn += 1) await new Promise(setImmediate)
      const ask = { eventId: event.id, userId: user.id, sizes: [1], note: '', ...NONE_SEEN }
      return saveRequest(viewerOf(user), ask)
    })
    await Promise.all([change, ...asking])
    const trail = await db().all<{ action: string; userId: string | null }>(
      sql`SELECT action, after ->> 'userId' AS userId FROM audit_entries ORDER BY id`,
    )
    const earlier = trail.slice(
      0,
      trail.findIndex(entry => entry.action === 'event.changed'),
    )
    const emails = people.filter(user => earlier.some(entry => entry.userId === user.id))
    expect((await mailsOf('event-changed')).map(mail => mail.to)).toEqual(
      emails.map(user => user.email).sort(),
    )
  })

  test('are all mailed, even those who ask between reading the list and writing', async () => {
    const event = await made()
    await createRequest({ eventId: event.id })
    const lengths: number[] = []
    const done = await writeToAskers(event.id, async list => {
      lengths.push(list.length)
      if (lengths.length === 1) await createRequest({ eventId: event.id })
      const { refusal } = await write(mustStillBeAskers(event.id, list))
      return { refusal, told: list.length }
    })
    expect(lengths).toEqual([1, 2])
    expect(done).toEqual({ refusal: undefined, told: 2 })
  })

  test('keep nobody trying for ever: a page says that too much is going on', async () => {
    let tries = 0
    const writing = writeToAskers('any', async () => {
      tries += 1
      return { refusal: 'askers' as const, told: 0 }
    })
    await expect(writing).rejects.toThrow(LaneFullError)
    expect(tries).toBe(50)
  })
})
