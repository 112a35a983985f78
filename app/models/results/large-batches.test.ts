import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import type { MailKind } from '#app/mail/kind.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { cancelLocking } from '#app/models/draw/locking/cancel-locking.server.ts'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import { addPeople, reportOnList } from '#app/models/people/list-file.server.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabaseServer } from '#app/testing/database-server.ts'
import { crowdedEvent } from '#app/testing/draws.ts'
import { createUser } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, events, mails, requests, users } from '#db/schema.ts'
import { finalize } from './finalization.server.ts'

testDatabaseServer()
// Of drand, whose terms leave the longest for their batch.
beforeEach(() => overrideSettings({ TEST_BEACON: undefined }))

/** More than the 5 MB that a libSQL server accepts in one value. */
const MANY = 2800
const MOST_IN_VALUE = 5_000_000

const mailed = async (kind: MailKind) => {
  const [row] = await db()
    .select({
      count: sql<number>`count(*)`,
      bytes: sql<number>`sum(length(text) + length(html) + length(subject))`,
    })
    .from(mails)
    .where(eq(mails.kind, kind))
  return row ?? { count: 0, bytes: 0 }
}
const afterOf = async (action: string) => {
  const [entry] = await db().select().from(auditEntries).where(eq(auditEntries.action, action))
  return JSON.parse(entry?.after ?? '{}')
}
const eventOf = async (id: string) => (await db().select().from(events).where(eq(events.id, id)))[0]
const undecided = (eventId: string) =>
  db().$count(requests, sql`event_id = ${eventId} AND draft_amount IS NULL`)

describe('behind a libSQL server, for thousands of people', () => {
  test('an event is drawn, finalized with mails to all, and cancelled', async () => {
    const { event, viewer } = await crowdedEvent(MANY)
    expect(await makeDraw(event.id, 1, viewer)).toMatchObject({ draw: 1 })
    expect(await undecided(event.id)).toBe(0)
    const allocationVersion = (await eventOf(event.id))?.allocationVersion ?? 0
    const finalized = await finalize(event.id, viewer, { allocationVersion, withMail: true })
    expect(finalized).toEqual({ refusal: undefined, mailed: MANY })
    expect((await afterOf('event.finalized')).mailed).toBe(MANY)
    const results = await mailed('result')
    expect(results.count).toBe(MANY)
    expect(results.bytes).toBeGreaterThan(MOST_IN_VALUE)
    const told = await cancelEvent(viewer, event.id, 'The hall is closed.')
    expect(told).toEqual({ refusal: undefined, told: MANY })
    expect((await mailed('event-cancelled')).count).toBe(MANY)
  })

  test('terms are locked with a mail to each, whose line is found once for all', async () => {
    const people = 5000
    const { event, viewer } = await crowdedEvent(people)
    const source = { kind: 'drand' as const, notBefore: null }
    const locked = await lockTerms(event.id, viewer, { draw: 1, source, withMail: true })
    expect(locked.refusal).toBeUndefined()
    expect((await mailed('terms-locked')).count).toBe(people)
    const row = await db().get<{ lines: number }>(sql`SELECT count(*) AS lines FROM mails
      JOIN entry_codes ON entry_codes.event_id = mails.event_id AND entry_codes.user_id = mails.user_id
      WHERE kind = 'terms-locked' AND facts ->> 'line' LIKE code || '|%|%|%'`)
    expect(row?.lines).toBe(people)
    const reason = 'The wrong rule was chosen'
    expect(await cancelLocking(event.id, viewer, { draw: 1, reason })).toEqual({
      refusal: undefined,
      rows: expect.anything(),
    })
    expect((await mailed('locking-cancelled')).count).toBe(people)
  })

  test('a list is imported with a mail to each person', async () => {
    const { id: userId, name } = await createUser({ role: 'admin' })
    const people = Array.from({ length: MANY }, (_, n) => ({
      name: `New ${n}`,
      email: `new${n}@example.org`,
      role: 'member' as const,
    }))
    const before = await db().$count(users)
    const taken = { name: 'Twice', email: 'new0@example.org', role: 'member' as const }
    const done = await addPeople([...people, taken], { withMails: true }, { userId, name })
    expect(done).toEqual({ added: MANY, refusal: undefined })
    expect(await db().$count(users)).toBe(before + MANY)
    const welcomes = await mailed('welcome')
    expect(welcomes.count).toBe(MANY)
    expect(welcomes.bytes).toBeGreaterThan(MOST_IN_VALUE)
    const noted = await db().$count(auditEntries, eq(auditEntries.action, 'user.created'))
    expect(noted).toBe(MANY)
    const again = await reportOnList(
      people.map(person => `${person.name},${person.email}`).join('\n'),
    )
    expect(again.problem ?? again.report.there.length).toBe(MANY)
  })

  test('a plain draw fills the grid', async () => {
    const { event, viewer } = await crowdedEvent(MANY)
    const allocationVersion = (await eventOf(event.id))?.allocationVersion ?? 0
    expect(await fillByPlainDraw(event.id, viewer, allocationVersion)).toMatchObject({
      refusal: undefined,
    })
    expect(await undecided(event.id)).toBe(0)
  })

  test('(control) more than 5 MB in one value are refused', async () => {
    const text = 'x'.repeat(MOST_IN_VALUE + 1)
    const tooMuch = write([sql`UPDATE events SET notes = ${text} WHERE id = 'none'`])
    await expect(tooMuch).rejects.toMatchObject({ code: 'ARGS_INVALID' })
  })
})
