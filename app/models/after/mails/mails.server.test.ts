import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { deliverNext } from '#app/mail/delivery/delivery.server.ts'
import type { Letter } from '#app/mail/delivery/ses.server.ts'
import { OVER } from '#app/mail/over.server.ts'
import { findMailToShow } from '#app/models/mail/mail.server.ts'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { openedMail } from '#app/testing/mails.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { newId } from '#app/values/id.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails, offers } from '#db/schema.ts'
import { stepsToMailAbout, type WrittenBatch } from './mails.server.ts'

testDatabase()
beforeEach(() => {
  overrideSettings({ MAIL_ENABLED: true })
  vi.useFakeTimers({ toFake: ['Date'], now: Date.UTC(2026, 5, 1, 10) })
})
afterEach(() => vi.useRealTimers())

const HOUR = 3_600_000
const HEAD = 'ab'.repeat(32)
const pass = (milliseconds: number) => vi.setSystemTime(Date.now() + milliseconds)
const seconds = (milliseconds: number) => Math.floor(milliseconds / 1000)

const sent: Letter[] = []
beforeEach(() => {
  sent.length = 0
})
const deliver = () =>
  deliverNext(async letter => {
    sent.push(letter)
    return { outcome: 'sent', providerId: newId() }
  })

type Line = WrittenBatch['lines'][number]

async function decided(overrides: Parameters<typeof eventWithStandings>[1] = {}) {
  const made = await eventWithStandings([{ holding: 1, decided: 1, sizes: '4,3,2,1' }], overrides)
  const [{ userId, code }] = made.people as [(typeof made.people)[number]]
  const about = (
    kind: Line['line']['kind'],
    more: Partial<Line> = {},
    until: number | null = null,
  ) => ({
    line: { n: 7, at: 0, kind, code, tickets: 2, sizes: [], until },
    head: HEAD,
    userId,
    reason: '',
    holdingAfter: 1,
    ...more,
  })
  const tell = (lines: Line[], more: Partial<WrittenBatch> = {}) =>
    write(
      stepsToMailAbout({
        event: made.event,
        finalizationId: made.finalizationId,
        lines,
        now: seconds(Date.now()),
        ...more,
      }),
    )
  return { ...made, userId, code, about, tell }
}

async function withOffer(beginsAt = Date.now(), untilAt = Date.now() + 24 * HOUR) {
  const made = await decided()
  const { event, finalizationId, userId, code } = made
  const offerId = newId()
  const row = { id: offerId, finalizationId, eventId: event.id, userId, code, tickets: 2 }
  await write([
    db()
      .insert(offers)
      .values({ ...row, madeAt: Date.now(), beginsAt, untilAt }),
  ])
  await made.tell([made.about('offered', { offerId, beginsAt }, seconds(untilAt))])
  const end = (state: 'declined' | 'withdrawn') =>
    write([
      db().update(offers).set({ state, answeredAt: Date.now() }).where(eq(offers.id, offerId)),
    ])
  return { ...made, offerId, untilAt, end }
}

const onlyMail = async () => {
  const rows = await db().select().from(mails)
  expect(rows).toHaveLength(1)
  return rows[0]
}

test('an offer says what, of which event, until when, how many they may take, and the check value', async () => {
  const { event, offerId, untilAt } = await withOffer()
  expect(await onlyMail()).toMatchObject({
    state: 'queued',
    text: '',
    reasonKey: `offer:${offerId}`,
  })
  expect(await deliver()).toBe('sent')
  const { text, html, subject } = sent[0] as Letter
  const end = sayInstant(untilAt, event.timeZone)
  expect(subject).toBe(`You can have 2 tickets: ${event.name}`)
  for (const part of [text, html]) expect(part).toContain(`We hold them for you until ${end}`)
  expect(text).toContain('You have now: 1 ticket\nYou can take: 1 or 2')
  expect(text).toContain(`${settings().APP_URL}/events/${event.id}/offers/${offerId}`)
  expect(text).toContain(`7:${HEAD}`)
})

test('one that is made by night leaves when the day begins, and once', async () => {
  const made = await withOffer(Date.now() + 9 * HOUR)
  await made.tell([made.about('offered', { offerId: made.offerId }, seconds(made.untilAt))])
  await onlyMail()
  expect(await deliver()).toBe('nothing due')
  pass(9 * HOUR)
  expect(await deliver()).toBe('sent')
})

test('one whose offer ended on the way is dropped, and the mail page says so', async () => {
  const { end } = await withOffer(Date.now() + 9 * HOUR)
  await end('declined')
  pass(9 * HOUR)
  expect(await deliver()).toBe('dropped')
  expect(await deliver()).toBe('nothing due')
  expect(sent).toEqual([])
  const mail = await onlyMail()
  expect(mail).toMatchObject({ state: 'kept', lastError: OVER, sentAt: null })
  expect((await findMailToShow(mail?.id ?? ''))?.text).toContain('We hold them for you')
})

test('so is one whose offer has run out, though nobody has written that yet', async () => {
  await withOffer()
  pass(24 * HOUR - 1)
  const [offer] = await db().select().from(offers)
  expect(offer?.state).toBe('open')
  pass(1)
  expect(await deliver()).toBe('dropped')
})

test('an offer that ends earlier tells the new end, in the first mail if that has not left', async () => {
  const { about, tell, offerId, event, untilAt } = await withOffer(Date.now() + 9 * HOUR)
  const newEnd = untilAt - 3 * HOUR
  const shortened = about('shortened', { offerId }, seconds(newEnd))
  await tell([shortened])
  const end = sayInstant(newEnd, event.timeZone)
  expect(openedMail(await onlyMail()).text).toContain(`until ${end}`)
  pass(9 * HOUR)
  expect(await deliver()).toBe('sent')
  await tell([shortened])
  expect(await deliver()).toBe('sent')
  expect(sent[1]?.subject).toBe(`Your offer ends earlier: ${event.name}`)
  expect(sent[1]?.text).toContain(`Answer before: ${end}`)
})

test('the last call is told by day, once, and dropped when it is over', async () => {
  vi.setSystemTime(Date.UTC(2026, 5, 1, 20))
  const { tell, userId, event, finalizationId } = await decided()
  const batch = { lastCallTo: [userId] }
  await tell([], batch)
  await tell([], batch)
  expect(await onlyMail()).toMatchObject({
    reasonKey: `last-call:${finalizationId}:${userId}`,
    nextAttemptAt: Date.UTC(2026, 5, 2, 6),
  })
  pass(10 * HOUR)
  expect(await deliver()).toBe('dropped')
  await write([
    sql`UPDATE after_states SET last_call_until = ${event.startsAt}`,
    sql`UPDATE mails SET state = 'queued'`,
  ])
  expect(await deliver()).toBe('sent')
  expect(sent[0]?.text).toContain('The first to press the button gets them')
})

test('the last call is told at once where no day is left before the start', async () => {
  vi.setSystemTime(Date.UTC(2026, 5, 1, 20))
  const { tell, userId } = await decided({ startsAt: Date.UTC(2026, 5, 2, 5) })
  await tell([], { lastCallTo: [userId] })
  expect((await onlyMail())?.nextAttemptAt).toBe(Date.UTC(2026, 5, 1, 20))
})

test('what an organizer did is told with the reason; who cannot be reached gets nothing', async () => {
  const { about, tell } = await decided()
  const { id: stranger } = await createUser({ signedInAt: null, welcomedAt: null })
  await tell([
    about('lowered', { reason: 'Counted <twice>' }),
    { ...about('lowered', { reason: 'Counted twice' }), userId: stranger },
  ])
  expect(await deliver()).toBe('sent')
  expect(sent[0]?.html).toContain('Counted &lt;twice&gt;')
  expect(sent[0]?.text).toContain('took 2 tickets for')
  expect(sent[0]?.text).toContain('You now have 1 ticket')
})

test('with email off nothing leaves, and the mail page shows it', async () => {
  overrideSettings({ MAIL_ENABLED: false })
  await withOffer()
  expect(await deliver()).toBe('nothing due')
  const mail = await onlyMail()
  expect(mail).toMatchObject({ state: 'kept', lastError: null })
  expect((await findMailToShow(mail?.id ?? ''))?.text).toContain('You can take: 1 or 2')
})

test('a thousand mails are one statement', async () => {
  const { about, tell } = await decided()
  const lines = Array.from({ length: 1000 }, (_, index) => {
    const { line, ...rest } = about('returned')
    return { ...rest, line: { ...line, n: index + 1, code: `c${index}` } }
  })
  await tell(lines)
  expect(await db().$count(mails)).toBe(1000)
  const { event, finalizationId } = await decided()
  expect(stepsToMailAbout({ event, finalizationId, lines, now: 0 })).toHaveLength(1)
})
