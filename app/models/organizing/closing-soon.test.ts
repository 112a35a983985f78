import { sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { queueMails } from '#app/mail/outbox.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import * as lane from '#db/lane.ts'
import { write } from '#db/lane.ts'
import { auditEntries, events, mails } from '#db/schema.ts'
import { remindOfClosing } from './closing-soon.server.ts'

testDatabase()
const HOUR = 3_600_000
const running = new AbortController().signal

/** Opened last week, closes in 20 hours. */
const closingSoon = (overrides: Parameters<typeof createEvent>[0] = {}) => {
  const now = Date.now()
  return createEvent({ opensAt: now - 168 * HOUR, closesAt: now + 20 * HOUR, ...overrides })
}

async function reminded(): Promise<string[]> {
  await remindOfClosing(running)
  const rows = await db().select().from(mails)
  expect(rows.every(row => row.kind === 'closing-soon')).toBe(true)
  return rows.map(row => row.toEmail).sort()
}

let ada: Awaited<ReturnType<typeof createUser>>
beforeEach(async () => {
  ada = await createUser({ name: 'Ada', email: 'ada@example.org' })
})

describe('the reminder that requests close', () => {
  test('goes only to members who have not asked', async () => {
    const event = await closingSoon()
    await createRequest({ eventId: event.id })
    await createUser({ deactivatedAt: 1 })
    await createUser({ role: 'organizer' })
    await createUser({ role: 'admin' })
    expect(await reminded()).toEqual(['ada@example.org'])
    const [mail] = await db().select().from(mails)
    expect(mail).toMatchObject({ userId: ada.id, eventId: event.id, isRepeatable: false })
    expect(mail?.text).toContain(`/events/${event.id}`)
    expect(mail?.text).toMatch(/ CES?T\b/)
  })

  test('goes once, however often the timer runs', async () => {
    await closingSoon()
    await remindOfClosing(running)
    await remindOfClosing(running)
    expect(await reminded()).toHaveLength(1)
    expect(await db().select().from(auditEntries)).toHaveLength(1)
  })

  test('is recorded only by the process that wrote it, not by another that read the same list', async () => {
    const event = await closingSoon()
    const ben = await createUser()
    // Simulates a second process that mailed one of the two after the list was read.
    const plain = lane.write
    vi.spyOn(lane, 'write').mockImplementationOnce(async steps => {
      const [mail] = queueMails([
        {
          kind: 'closing-soon',
          reasonKey: `closing-soon:${event.id}:${ben.id}`,
          to: { userId: ben.id, email: ben.email },
          content: { subject: 's', text: 't', html: 'h' },
        },
      ]).steps
      await plain(mail ? [mail] : [])
      return plain(steps)
    })
    await remindOfClosing(running)
    expect(await db().$count(mails)).toBe(2)
    const notes = await db().select().from(auditEntries)
    expect(notes.map(note => note.after)).toEqual(['{"members":1}'])
  })

  test('does not go again when closing is postponed', async () => {
    const event = await closingSoon()
    await remindOfClosing(running)
    await write([sql`UPDATE events SET closes_at = closes_at + ${72 * HOUR}`])
    vi.useFakeTimers({ toFake: ['Date'], now: (event.closesAt ?? 0) + 60 * HOUR })
    expect(await reminded()).toHaveLength(1)
    vi.useRealTimers()
  })

  test('reaches everybody, in several writes', async () => {
    await closingSoon()
    for (let number = 0; number < 229; number += 1) await createUser()
    expect(await reminded()).toHaveLength(230)
    const notes = await db().select().from(auditEntries)
    expect(notes.map(note => note.after)).toEqual([
      '{"members":100}',
      '{"members":100}',
      '{"members":30}',
    ])
  })

  test('names each event when two close', async () => {
    await closingSoon({ name: 'Opera' })
    await closingSoon({ name: 'Ballet' })
    await remindOfClosing(running)
    const subjects = (await db().select().from(mails)).map(mail => mail.subject)
    expect(subjects.sort()).toEqual([
      'Requests for Ballet close soon',
      'Requests for Opera close soon',
    ])
  })

  test.each([
    ['closes in more than a day', () => ({ closesAt: Date.now() + 25 * HOUR })],
    ['has closed by the clock', () => ({ closesAt: Date.now() - 1 })],
    ['was closed by hand', () => ({ closedAt: Date.now() - 1 })],
    ['is cancelled', () => ({ cancelledAt: Date.now() - 1, cancelReason: 'ill' })],
    ['has not opened', () => ({ opensAt: Date.now() + HOUR })],
    ['was opened less than a day before it closes', () => ({ opensAt: Date.now() - HOUR })],
    ['never closes by the clock', () => ({ closesAt: null })],
  ])('does not go when the event %s', async (_, overrides) => {
    await closingSoon(overrides())
    expect(await reminded()).toEqual([])
  })

  test('stops between two writes when the program stops', async () => {
    await closingSoon()
    await remindOfClosing(AbortSignal.abort())
    expect(await db().select().from(mails)).toEqual([])
    expect(await db().select().from(events)).toHaveLength(1)
  })
})
