import { eq } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { deliverNext } from '#app/mail/delivery/delivery.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { resealForRestore } from '#app/models/draw/seal/reseal.server.ts'
import { findLastSeal } from '#app/models/draw/seal/seal.server.ts'
import { findMailToShow } from '#app/models/mail/mail.server.ts'
import { overrideSettings, settings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import {
  chainOfLockings,
  lockingWithMail,
  mailedLocking,
  signatureOfLocking,
} from '#app/testing/lockings.ts'
import { openedMail } from '#app/testing/mails.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { mails, requests, users } from '#db/schema.ts'
import { cancelLocking } from './cancel-locking.server.ts'
import { lockTerms } from './lock.server.ts'
import { lockedDrawOf } from './locking.server.ts'
import { keepSignature } from './value.server.ts'
import { mailTerms } from './witness-mails.server.ts'

testDatabase()

beforeEach(() =>
  overrideSettings({ TEST_BEACON: chainOfLockings.beacon, BEACON_URL: '', MAIL_ENABLED: true }),
)

const REASON = 'The wrong rule was chosen'
const rowsOf = (kind: string) => db().select().from(mails).where(eq(mails.kind, kind))
const mailsOf = async (kind: string) => (await rowsOf(kind)).map(openedMail)
const setUser = (id: string | undefined, change: Partial<typeof users.$inferSelect>) =>
  write([
    db()
      .update(users)
      .set(change)
      .where(eq(users.id, id ?? '')),
  ])
const setRequest = (id: string | undefined, change: Partial<typeof requests.$inferSelect>) =>
  write([
    db()
      .update(requests)
      .set(change)
      .where(eq(requests.id, id ?? '')),
  ])
const cancel = ({ eventId, viewer }: Awaited<ReturnType<typeof mailedLocking>>) =>
  cancelLocking(eventId, viewer, { draw: 1, reason: REASON })

describe('the mail about locked terms', () => {
  test('goes to everybody with all that a witness needs, once', async () => {
    const { event, asked, locking } = await mailedLocking()
    const sent = await mailsOf('terms-locked')
    expect(sent.map(mail => mail.userId).sort()).toEqual(asked.map(each => each.userId).sort())
    const lines = locking.roll.trim().split('\n')
    expect(sent.map(({ text }) => lines.find(line => text.includes(line))).sort()).toEqual(lines)
    const { APP_URL } = settings()
    const { commitment } = (await findLastSeal(event.id)) ?? {}
    for (const { text, html, subject, reasonKey, userId } of sent) {
      const { terms, termsHash, rollHash, publicValueSource } = locking
      const when = sayInstant(locking.knownAt ?? 0, event.timeZone)
      expect(subject).toBe(`Terms locked for draw 1: ${event.name}`)
      expect(reasonKey).toBe(`terms-locked:${event.id}:1:${userId}`)
      for (const said of [event.id, commitment, termsHash, rollHash, publicValueSource, when])
        for (const part of [text, html]) expect(part).toContain(said)
      expect(text).toContain(terms)
      expect(text).toContain('a witness only if it came before')
      expect(text).toContain(`${APP_URL}/events/${event.id}/draws/1\n`)
      expect(text).toContain(`${APP_URL}/verify\n`)
    }
  })

  test('says why somebody has no line', async () => {
    const { asked } = await mailedLocking({}, async ([first, second]) => {
      await setUser(first?.userId, { deactivatedAt: 1 })
      await setRequest(second?.id, { sizes: '', impossible: '[]' })
      await freezeRoll(first?.eventId ?? '')
      await setUser(first?.userId, { deactivatedAt: null })
    })
    const sent = await mailsOf('terms-locked')
    const textFor = (index: number) => sent.find(m => m.userId === asked[index]?.userId)?.text
    expect(textFor(0)).toContain('because your account was deactivated')
    expect(textFor(1)).toContain('no number of tickets that this event can give')
    expect(textFor(2)).toContain('Your line on the roll')
  })

  test('is loud when a line is missing for no reason', async () => {
    const { asked } = await mailedLocking({}, async ([first]) => {
      await setUser(first?.userId, { deactivatedAt: 1 })
      await freezeRoll(first?.eventId ?? '')
      await setUser(first?.userId, { deactivatedAt: null })
      await setRequest(first?.id, { offRoll: false })
    })
    const sent = await mailsOf('terms-locked')
    const mine = sent.find(({ userId }) => userId === asked[0]?.userId)
    expect(mine?.text).toContain('Your request is missing from the roll')
  })

  test('leaves out those whom no mail about an event reaches', async () => {
    const { asked } = await mailedLocking({}, ([first, second]) =>
      Promise.all([
        setUser(first?.userId, { deactivatedAt: 1 }),
        setUser(second?.userId, { signedInAt: null }),
      ]),
    )
    expect((await rowsOf('terms-locked')).map(mail => mail.userId)).toEqual([asked[2]?.userId])
  })

  test('is turned off for an event, and never written about a draw without a source', async () => {
    await mailedLocking({ withMail: false })
    await drawnEvent(['1', '1'])
    expect(await rowsOf('terms-locked')).toEqual([])
  })

  test('is written once, however often the batch is', async () => {
    const { locking } = await mailedLocking()
    await write([await mailTerms(lockedDrawOf(locking), locking.knownAt ?? 0)])
    expect(await rowsOf('terms-locked')).toHaveLength(3)
  })

  test('is not written when the terms were not locked', async () => {
    const { eventId, viewer } = await mailedLocking()
    expect((await lockTerms(eventId, viewer, lockingWithMail)).refusal).toBe('locked')
    expect(await rowsOf('terms-locked')).toHaveLength(3)
  })
})

describe('what is rendered late', () => {
  test('is written in the batch as facts, and kept as text when it has left', async () => {
    await mailedLocking()
    const [row] = await rowsOf('terms-locked')
    expect(row).toMatchObject({ text: '', html: '', state: 'queued' })
    const letters: string[] = []
    const send = async ({ text, html }: { text: string; html: string }) => {
      letters.push(text, html)
      return { outcome: 'sent' as const, providerId: 'id' }
    }
    expect(await deliverNext(send)).toBe('sent')
    const [sent] = (await rowsOf('terms-locked')).filter(mail => mail.state === 'sent')
    expect([sent?.text, sent?.html]).toEqual(letters)
    expect(letters[0]).toContain('a witness only if it came before')
  })

  test.each([true, false])('is shown to admins (email on: %s)', async MAIL_ENABLED => {
    overrideSettings({ MAIL_ENABLED })
    await mailedLocking()
    const [row] = await rowsOf('terms-locked')
    expect(row?.state).toBe(MAIL_ENABLED ? 'queued' : 'kept')
    const shown = await findMailToShow(row?.id ?? '')
    expect(shown).toMatchObject({ isHidden: false, isBroken: false })
    expect(shown?.text).toContain('a witness only if it came before')
    expect(shown?.html).toMatch(/^<!doctype html>/)
  })

  test('does not take words of people for a sealed link', async () => {
    const locked = await mailedLocking()
    const reason = 'See /sign-in/sealed:nothing for more'
    await cancelLocking(locked.eventId, locked.viewer, { draw: 1, reason })
    const [row] = await rowsOf('locking-cancelled')
    const shown = await findMailToShow(row?.id ?? '')
    expect(shown).toMatchObject({ isBroken: false })
    expect(shown?.text).toContain(reason)
  })
})

describe('the mail about a cancelled locking', () => {
  test('gives the reason, the number that is used up and the next commitment', async () => {
    const locked = await mailedLocking()
    expect((await cancel(locked)).refusal).toBeUndefined()
    const sent = await mailsOf('locking-cancelled')
    expect(sent).toHaveLength(3)
    const next = await findLastSeal(locked.eventId)
    expect(next?.draw).toBe(2)
    for (const { text } of sent)
      for (const said of [
        REASON,
        'Draw 1 stays in the public log, and its number is not used again',
        'draw 2',
        next?.commitment,
      ])
        expect(text).toContain(said)
  })

  test('is written when a restore cancels, and does not say that nothing was known', async () => {
    const { eventId } = await mailedLocking()
    await write((await resealForRestore('Restored from a backup of yesterday')).steps)
    const sent = await mailsOf('locking-cancelled')
    expect(sent).toHaveLength(3)
    const next = await findLastSeal(eventId)
    for (const { text } of sent) {
      for (const said of ['from a backup of yesterday', next?.commitment, 'that no longer counts'])
        expect(text).toContain(said)
      expect(text).not.toContain('before its result could be known')
    }
  })

  test('takes the part of a witness from mails about the locking that leave later', async () => {
    const locked = await mailedLocking()
    const send = async () => ({ outcome: 'sent' as const, providerId: 'id' })
    expect(await deliverNext(send)).toBe('sent')
    await cancel(locked)
    while ((await deliverNext(send)) !== 'nothing due') {}
    const [before, ...after] = (await rowsOf('terms-locked')).sort(
      (a, b) =>
        Number(a.subject.startsWith('Cancelled')) - Number(b.subject.startsWith('Cancelled')),
    )
    expect(before?.text).toContain('a witness only if it came before')
    expect(after).toHaveLength(2)
    for (const { text, subject, state } of after) {
      expect(state).toBe('sent')
      expect(subject).toBe(`Cancelled: terms locked for draw 1: ${locked.event.name}`)
      expect(text).toContain('this email proves nothing')
      expect(text).not.toContain('a witness only if it came before')
      expect(text).not.toContain('Your line on the roll')
    }
  })

  test('is not written where the first was turned off, nor when nothing was cancelled', async () => {
    await cancel(await mailedLocking({ withMail: false }))
    const locked = await mailedLocking()
    await keepSignature(locked.eventId, 1, signatureOfLocking(locked.locking), null)
    expect((await cancel(locked)).refusal).toBe('known')
    expect(await rowsOf('locking-cancelled')).toEqual([])
  })
})
