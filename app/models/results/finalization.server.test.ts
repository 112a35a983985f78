import { eq, sql } from 'drizzle-orm'
import { beforeEach, describe, expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { myResult } from '#app/models/events/result.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
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
import { auditEntries, events, finalizations, mails, requests, results } from '#db/schema.ts'
import { finalize, findFinalization, undoFinalization } from './finalization.server.ts'
import { findFinalizationPage } from './finalization-page.server.ts'
import { findRecipients } from './recipients.server.ts'

testDatabase()

let organizer: Viewer

beforeEach(async () => {
  organizer = viewerOf(await createUser({ role: 'organizer' }))
})

const closedEvent = (overrides = {}) =>
  createEvent({ ownerId: organizer.userId, closedAt: Date.now(), ...overrides })

const eventOf = async (eventId: string) =>
  found((await db().select().from(events).where(eq(events.id, eventId)))[0])

/** Like somebody who opens the page and submits it at once. */
async function press(eventId: string, withMail = true) {
  const { allocationVersion } = await eventOf(eventId)
  return finalize(eventId, organizer, { allocationVersion, withMail })
}

async function undo(eventId: string, reason = 'One was wrong') {
  const { finalizationId } = found(await findFinalization(eventId))
  return undoFinalization(eventId, organizer, { finalizationId, reason })
}

const draft = (requestId: string, amount: number | null) =>
  write([sql`UPDATE requests SET draft_amount = ${amount} WHERE id = ${requestId}`])

const queued = async () => (await db().select().from(mails)).map(mail => mail.userId)

async function expectUntouched(eventId: string) {
  expect(await db().select().from(finalizations)).toEqual([])
  expect(await db().select().from(results)).toEqual([])
  expect(await db().select().from(mails)).toEqual([])
  expect((await eventOf(eventId)).finalizedAt).toBeNull()
}

describe('confirm by', () => {
  const HOUR = 3_600_000
  const inHours = (hours: number) => Date.now() + hours * HOUR
  const setConfirmBy = (eventId: string, confirmBy: number) =>
    write([sql`UPDATE events SET confirm_by = ${confirmBy} WHERE id = ${eventId}`])
  const told = async () =>
    (await db().select().from(mails).where(eq(mails.kind, 'confirm-by-set'))).map(mail => [
      mail.userId,
      openedMail(mail).text.includes('to other people'),
    ])

  async function decided(withMail: boolean) {
    const event = await closedEvent({
      confirmBy: inHours(100),
      releasesUnconfirmed: true,
      startsAt: inHours(400),
    })
    const [first, second, third] = [
      await createRequest({ eventId: event.id, draftAmount: 2 }),
      await createRequest({ eventId: event.id, draftAmount: 1 }),
      await createRequest({ eventId: event.id, draftAmount: 0 }),
    ]
    expect((await press(event.id, withMail)).refusal).toBeUndefined()
    return { event, first, second, third }
  }

  test('is told in the result mail, and again only to holders whom it did not reach', async () => {
    const { event, first, second } = await decided(true)
    expect(await told()).toEqual([])
    await undo(event.id)
    await setConfirmBy(event.id, inHours(150))
    await draft(second.id, 2)
    expect((await press(event.id)).mailed).toBe(1)
    expect(await told()).toEqual([[first.userId, true]])
  })

  test('that did not change is not told twice', async () => {
    const { event, second } = await decided(true)
    await undo(event.id)
    await draft(second.id, 2)
    expect((await press(event.id)).mailed).toBe(1)
    expect(await told()).toEqual([])
  })

  test('is told to every holder where results are not mailed, and where it releases from now on', async () => {
    const { event, first, second } = await decided(false)
    const holders = [first.userId, second.userId].sort()
    expect((await told()).map(([userId]) => userId).sort()).toEqual(holders)
    await write([sql`DELETE FROM mails`])
    await undo(event.id)
    await write([sql`UPDATE events SET releases_unconfirmed = 0 WHERE id = ${event.id}`])
    await press(event.id, false)
    expect((await told()).map(([, releases]) => releases)).toEqual([false, false])
  })
})

describe('finalizing', () => {
  test('locks the numbers, mails everybody and records it, all in one step', async () => {
    const event = await closedEvent()
    const won = await createRequest({ eventId: event.id, draftAmount: 2 })
    const lost = await createRequest({ eventId: event.id, draftAmount: 0 })
    expect(await press(event.id)).toEqual({ refusal: undefined, mailed: 2 })
    expect(await myResult(won.userId, event.id)).toBe(2)
    expect(await myResult(lost.userId, event.id)).toBe(0)
    expect(new Set(await queued())).toEqual(new Set([won.userId, lost.userId]))
    const [finalization] = await db().select().from(finalizations)
    const [mail] = await db().select().from(mails).where(eq(mails.userId, lost.userId))
    expect(mail?.reasonKey).toBe(`result:${finalization?.id}:${lost.userId}`)
    expect(mail?.text).toContain('We are sorry')
    const [entry] = await db().select().from(auditEntries)
    expect(entry).toMatchObject({ action: 'event.finalized', eventId: event.id })
    expect(JSON.parse(entry?.after ?? '')).toEqual({
      withMail: true,
      mailed: 2,
      amounts: { [won.id]: 2, [lost.id]: 0 },
    })
  })

  test('mails a lack of tickets as the reason only where there was one', async () => {
    const textOf = async (totalTickets: number, sizes: string) => {
      const event = await closedEvent({ totalTickets })
      await createRequest({ eventId: event.id, draftAmount: 1, sizes: '1' })
      await createRequest({ eventId: event.id, draftAmount: 0, sizes })
      await press(event.id)
      const rows = await db().select().from(mails).where(eq(mails.eventId, event.id))
      return rows.map(({ text }) => text).find(text => text.includes('We are sorry'))
    }
    expect(await textOf(1, '1')).toContain('More people asked')
    expect(await textOf(4, '4,2')).toContain('People asked for more tickets')
    expect(await textOf(4, '3,1')).toMatch(
      /You did not get a ticket for .* this time\. We are sorry/,
    )
  })

  test('sends nothing when mail is off', async () => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id, draftAmount: 2 })
    expect(await press(event.id, false)).toEqual({ refusal: undefined, mailed: 0 })
    expect(await queued()).toEqual([])
  })

  test('does not mail people whose account is deactivated', async () => {
    const event = await closedEvent()
    const gone = await createUser({ deactivatedAt: 1 })
    await createRequest({ eventId: event.id, userId: gone.id, draftAmount: 2 })
    expect((await press(event.id)).mailed).toBe(0)
  })

  test('refuses while somebody is undecided, which is not none', async () => {
    const event = await closedEvent()
    const { id } = await createRequest({ eventId: event.id })
    expect((await press(event.id)).refusal).toBe('undecided')
    await expectUntouched(event.id)
    await draft(id, 0)
    expect((await press(event.id)).refusal).toBeUndefined()
  })

  test.each([
    ['cancelled', { cancelledAt: 1 }],
    ['not-closed', { closedAt: null }],
    ['finalized', { finalizedAt: 1 }],
  ])('is refused as %s', async (refusal, state) => {
    const event = await closedEvent(state)
    await createRequest({ eventId: event.id, draftAmount: 2 })
    expect((await press(event.id)).refusal).toBe(refusal)
    expect(await db().select().from(results)).toEqual([])
    expect(await queued()).toEqual([])
  })

  test('no statement can finalize a cancelled event', async () => {
    const event = await closedEvent({ cancelledAt: 1 })
    expect(await write([sql`UPDATE events SET finalized_at = 1 WHERE id = ${event.id}`])).toEqual({
      refusal: 'cancelled',
    })
  })

  test('refuses more tickets than there are, however they were drafted', async () => {
    const event = await closedEvent({ totalTickets: 3 })
    await createRequest({ eventId: event.id, draftAmount: 4 })
    expect((await press(event.id)).refusal).toBe('over-capacity')
    await expectUntouched(event.id)
  })

  test('refuses a number below zero that was imported', async () => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id, draftAmount: -1, impossible: 'was given -1' })
    expect((await press(event.id)).refusal).toBe('negative')
    await expectUntouched(event.id)
  })

  test('is for the owner and admins only', async () => {
    const event = await closedEvent()
    const other = viewerOf(await createUser({ role: 'organizer' }))
    const { allocationVersion } = event
    expect(await finalize(event.id, other, { allocationVersion, withMail: true })).toEqual({
      refusal: 'not-found',
      mailed: 0,
    })
    await expectUntouched(event.id)
  })

  test.each([
    ['a number', 'UPDATE requests SET draft_amount = 1'],
    ['a reason', `UPDATE requests SET draft_reason = 'x'`],
    ['the sizes', `UPDATE requests SET sizes = '1'`],
    ['the requests', 'DELETE FROM requests'],
    ['the event', 'UPDATE events SET starts_at = starts_at + 1, version = version + 1'],
  ])('refuses when %s changed since the page was shown', async (what, statement) => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id, draftAmount: 2 })
    const { allocationVersion } = await eventOf(event.id)
    const order = { allocationVersion, withMail: true }
    if (what === 'the event') {
      const pressing = finalize(event.id, organizer, order)
      await write([sql.raw(statement)])
      expect((await pressing).refusal).toBe('stale')
    } else {
      await write([sql.raw(statement)])
      expect((await finalize(event.id, organizer, order)).refusal).toBe('stale')
    }
    await expectUntouched(event.id)
  })

  test('refuses when a request came since the page was shown', async () => {
    const event = await closedEvent()
    const { allocationVersion } = await eventOf(event.id)
    await createRequest({ eventId: event.id, draftAmount: 0 })
    const done = await finalize(event.id, organizer, { allocationVersion, withMail: true })
    expect(done.refusal).toBe('stale')
  })

  test('happens once and mails once when pressed twice at the same time', async () => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id, draftAmount: 2 })
    const both = await Promise.all([press(event.id), press(event.id)])
    expect(both.map(done => done.refusal).sort()).toEqual(['finalized', undefined])
    expect(await db().select().from(finalizations)).toHaveLength(1)
    expect(await queued()).toHaveLength(1)
  })

  test('works for an event that nobody asked for', async () => {
    const event = await closedEvent()
    expect(await press(event.id)).toEqual({ refusal: undefined, mailed: 0 })
  })

  test('results cannot be changed afterwards', async () => {
    const event = await closedEvent()
    await createRequest({ eventId: event.id, draftAmount: 2 })
    await press(event.id)
    expect(await write([sql`UPDATE results SET amount = 1`])).toEqual({ refusal: 'locked' })
  })
})

describe('un-finalizing', () => {
  test('hides the results, keeps requests frozen and records its reason', async () => {
    const event = await closedEvent({ closedAt: null, closesAt: Date.now() - 1000 })
    const asked = await createRequest({ eventId: event.id, draftAmount: 2 })
    await press(event.id)
    expect((await undo(event.id, 'Two were swapped')).refusal).toBeUndefined()
    expect(await myResult(asked.userId, event.id)).toBeNull()
    const [row] = await db().select().from(finalizations)
    expect(row).toMatchObject({ undoReason: 'Two were swapped', undoneBy: organizer.userId })
    expect(await findManagedEvent(organizer, event.id)).toMatchObject({ state: 'closed' })
    const actions = (await db().select().from(auditEntries)).map(entry => entry.action)
    expect(actions).toEqual(['event.finalized', 'event.unfinalized'])
  })

  test('leaves an event that no later closing time can reopen', async () => {
    const event = await closedEvent({ closedAt: null, closesAt: Date.now() - 1000 })
    await press(event.id)
    await undo(event.id)
    await write([sql`UPDATE events SET closes_at = ${Date.now() + 9e6} WHERE id = ${event.id}`])
    expect(await findManagedEvent(organizer, event.id)).toMatchObject({ state: 'closed' })
    expect(await write([sql`UPDATE events SET closed_at = NULL WHERE id = ${event.id}`])).toEqual({
      refusal: 'locked',
    })
  })

  test('happens once, and only to the finalization that was shown', async () => {
    const event = await closedEvent()
    await press(event.id)
    const { finalizationId } = found(await findFinalization(event.id))
    await undo(event.id)
    await press(event.id)
    expect(
      await undoFinalization(event.id, organizer, { finalizationId, reason: 'again' }),
    ).toEqual({ refusal: 'stale' })
    expect(await findFinalization(event.id)).toMatchObject({ number: 2 })
  })

  test('is refused for a cancelled event and for people who do not manage it', async () => {
    const event = await closedEvent()
    await press(event.id)
    const { finalizationId } = found(await findFinalization(event.id))
    const other = viewerOf(await createUser({ role: 'organizer' }))
    expect(await undoFinalization(event.id, other, { finalizationId, reason: 'x' })).toEqual({
      refusal: 'not-found',
    })
    await write([sql`UPDATE events SET cancelled_at = 1 WHERE id = ${event.id}`])
    expect((await undo(event.id)).refusal).toBe('cancelled')
  })

  test('puts imported results into the draft, unless they are impossible', async () => {
    const event = await closedEvent({ finalizedAt: 1 })
    const asked = await createRequest({ eventId: event.id })
    const finalization = {
      id: 'old',
      eventId: event.id,
      number: 1,
      finalizedAt: 1,
      withMail: false,
    }
    const result = { finalizationId: 'old', requestId: asked.id, amount: 2 }
    await write([
      db().insert(finalizations).values(finalization),
      db().insert(results).values(result),
    ])
    await undo(event.id)
    const [row] = await db().select().from(requests)
    expect(row?.draftAmount).toBe(2)
  })
})

describe('finalizing again', () => {
  async function twice(first: { withMail: boolean }, second: number) {
    const event = await closedEvent()
    const changed = await createRequest({ eventId: event.id, draftAmount: 1 })
    const same = await createRequest({ eventId: event.id, draftAmount: 2 })
    await press(event.id, first.withMail)
    await undo(event.id)
    await write([sql`DELETE FROM mails`])
    await draft(changed.id, second)
    return { event, changed, same }
  }

  test('mails only people whose number changed, and says what it was', async () => {
    const { event, changed } = await twice({ withMail: true }, 0)
    await press(event.id)
    expect(await queued()).toEqual([changed.userId])
    const [mail] = await db().select().from(mails)
    expect(mail?.subject).toMatch(/^Corrected: /)
    expect(mail?.text).toContain('(1 ticket)')
  })

  test('mails nobody when no number changed', async () => {
    const { event } = await twice({ withMail: true }, 1)
    expect(await press(event.id)).toEqual({ refusal: undefined, mailed: 0 })
  })

  test('mails people whose last mail had another number, even if the last finalization had this one', async () => {
    const { event, changed } = await twice({ withMail: true }, 0)
    await press(event.id, false)
    await undo(event.id)
    await press(event.id)
    expect(await queued()).toEqual([changed.userId])
  })

  test('the page says beforehand who will be mailed', async () => {
    const { event, changed, same } = await twice({ withMail: true }, 0)
    const recipients = await findRecipients(await managedBy(organizer, event.id))
    const due = recipients.filter(one => one.willBeMailed).map(one => one.userId)
    expect(due).toEqual([changed.userId])
    const page = await findFinalizationPage(found(await findManagedEvent(organizer, event.id)), 1)
    expect(page.summary.mails).toBe(1)
    expect(page.recipients.find(row => row.requestId === same.id)?.mail).toMatch(
      /^no: they already know/,
    )
  })
})
