import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { formOf } from '#app/testing/event-form.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { db } from '#db/client.ts'
import { events, mails } from '#db/schema.ts'
import { changesSince } from './changes.server.ts'
import { updateEvent } from './writing.server.ts'

testDatabase()

const HOUR = 3_600_000
type Facts = Parameters<typeof createEvent>[0]

async function change(facts: Facts, change: Parameters<typeof formOf>[1], isDecided = true) {
  const owner = viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
  const all = { ownerId: owner.userId, ...facts }
  const holdings = [{ holding: 2 }, { holding: 1 }, { holding: 0 }]
  const event = isDecided
    ? (await eventWithStandings(holdings, all)).event
    : await createEvent({ closedAt: 1, ...all })
  const { refusal } = await updateEvent(owner, event.id, formOf(event, change))
  const [row] = await db().select().from(events).where(eq(events.id, event.id))
  return { refusal, event, row }
}

const inHours = (hours: number) => Date.now() + hours * HOUR
const sent = async () =>
  (await db().select().from(mails).where(eq(mails.kind, 'confirm-by-set'))).map(openedMail)

describe('confirm by, before a decision', () => {
  test('can be set, made earlier and taken out, and nobody is mailed', async () => {
    for (const [confirmBy, next] of [
      [null, inHours(1)],
      [inHours(100), inHours(80)],
      [inHours(100), null],
    ] as const) {
      const { refusal, row } = await change({ confirmBy }, { confirmBy: next }, false)
      expect([refusal, row?.confirmBy]).toEqual([undefined, next])
    }
    expect(await sent()).toEqual([])
  })

  test('must be to come', async () => {
    const { refusal } = await change({}, { confirmBy: inHours(-1) }, false)
    expect(refusal).toBe('confirm-past')
  })
})

describe('confirm by, after a decision', () => {
  test('can be set 72 hours ahead, and tells every holder', async () => {
    const confirmBy = inHours(72.01)
    const { refusal, row } = await change({}, { confirmBy, releasesUnconfirmed: true })
    expect(refusal).toBeUndefined()
    expect(row).toMatchObject({ confirmBy, releasesUnconfirmed: true })
    const told = await sent()
    expect(told.map(({ text }) => /You have (\d tickets?)/.exec(text)?.[1]).sort()).toEqual([
      ...['1 ticket', '2 tickets'],
    ])
    for (const { text } of told) {
      expect(text).toContain('/confirmation')
      expect(text).toMatch(/your tickets? goe?s? ?to other people/)
    }
  })

  test('cannot be set less than 72 hours ahead', async () => {
    const { refusal, row } = await change({}, { confirmBy: inHours(71.9) })
    expect([refusal, row?.confirmBy]).toEqual(['confirm-soon', null])
    expect(await sent()).toEqual([])
  })

  test('is never made earlier nor taken out, but later, with a mail', async () => {
    const facts = { confirmBy: inHours(100) }
    for (const confirmBy of [inHours(99), null])
      expect((await change(facts, { confirmBy })).refusal).toBe('confirm-earlier')
    expect(await sent()).toEqual([])
    expect((await change({ confirmBy: inHours(20) }, { confirmBy: inHours(30) })).refusal).toBe(
      undefined,
    )
    expect(await sent()).toHaveLength(2)
  })

  test('without release never gets it, and may lose it', async () => {
    const confirmBy = inHours(100)
    const kept = { confirmBy }
    expect((await change(kept, { confirmBy, releasesUnconfirmed: true })).refusal).toBe(
      'confirm-release',
    )
    const later = { confirmBy: inHours(110), releasesUnconfirmed: true }
    expect((await change(kept, later)).refusal).toBe('confirm-release')
    const loses = await change(
      { confirmBy, releasesUnconfirmed: true },
      { releasesUnconfirmed: false },
    )
    expect([loses.refusal, loses.row?.releasesUnconfirmed]).toEqual([undefined, false])
  })

  test('that has passed stays: there is one for each finalizing', async () => {
    const facts = { confirmBy: inHours(-1), releasesUnconfirmed: true }
    for (const next of [{ confirmBy: inHours(100) }, { releasesUnconfirmed: false }])
      expect((await change(facts, next)).refusal).toBe('confirm-passed')
    expect((await change(facts, { confirmBy: null })).refusal).toBe('confirm-passed')
    expect((await change(facts, { place: 'Elsewhere' })).refusal).toBeUndefined()
  })

  test('goes when the event moves before it', async () => {
    const facts = { confirmBy: inHours(200) }
    const { refusal, row } = await change(facts, { startsAt: inHours(150), confirmBy: null })
    expect([refusal, row?.confirmBy]).toEqual([undefined, null])
  })
})

test('a person who was typing is told what changed', async () => {
  const { event, refusal } = await change(
    { timeZone: 'UTC' },
    { howToGet: 'At the desk', confirmBy: Date.UTC(2199, 0, 1), startsAt: Date.UTC(2199, 0, 9) },
  )
  expect(refusal).toBeUndefined()
  const [said] = await changesSince(event.id, 1)
  expect(said).toContain('how to get the tickets')
  expect(said).toContain('when people must confirm by from (nothing) to Tuesday, 1 January 2199')
  expect(said).not.toContain('At the desk')
})
