import { eq, isNull, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import { auditedActions, lastAudited, mailsOf } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, requests, rolls } from '#db/schema.ts'
import { confirmRequest } from './confirming.server.ts'
import { findOwnRequest } from './request.server.ts'
import { NONE_SEEN, saveRequest, withdrawRequest } from './writing.server.ts'

testDatabase()

/** Olga has entered a request for Mia. */
async function entered() {
  const olga = viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
  const mia = viewerOf(await createUser({ name: 'Mia' }))
  const event = await createEvent({ ownerId: olga.userId })
  const row = async () =>
    (await db().select().from(requests).where(eq(requests.eventId, event.id)))[0]
  const seen = async () => ({
    requestId: (await row())?.id ?? '',
    version: (await row())?.version ?? 0,
  })
  const save = async (person: Person, sizes: number[], from = seen) => {
    const asked = { ...(await from()), eventId: event.id, userId: mia.userId, sizes, note: '' }
    return saveRequest(person, asked)
  }
  await save(olga, [2], async () => NONE_SEEN)
  const confirm = async (person: Person = mia, from = seen) =>
    confirmRequest(person, event.id, await from())
  const isConfirmed = async () => (await findOwnRequest(mia.userId, event.id))?.isConfirmed
  return { olga, mia, event, row, seen, save, confirm, isConfirmed }
}

describe('confirming what somebody else entered', () => {
  test('is one press, noted once, and a second press does no harm', async () => {
    const { mia, event, confirm, isConfirmed } = await entered()
    expect(await isConfirmed()).toBe(false)
    expect(await confirm()).toEqual({ refusal: undefined, outcome: 'confirmed' })
    expect(await isConfirmed()).toBe(true)
    expect(await confirm()).toEqual({ refusal: undefined, outcome: 'same' })
    expect(await auditedActions()).toEqual(['request.made', 'request.confirmed'])
    expect((await lastAudited('request.confirmed')).actorId).toBe(mia.userId)
    expect(await mailsOf('request-receipt')).toEqual([])
    expect((await findOwnRequest(mia.userId, event.id))?.version).toBe(1)
  })

  test('is for the person alone', async () => {
    const { olga, event, seen, confirm, isConfirmed } = await entered()
    const other = viewerOf(await createUser())
    for (const person of [olga, other]) expect((await confirm(person)).refusal).toBe('stale')
    await write([sql`UPDATE users SET deactivated_at = 1 WHERE id = ${other.userId}`])
    expect((await confirmRequest(other, event.id, await seen())).refusal).toBe('not-found')
    expect(await isConfirmed()).toBe(false)
  })

  test('is refused when the organizer changed or withdrew it after the page was shown', async () => {
    const { olga, mia, event, seen, save, confirm, isConfirmed } = await entered()
    const shown = await seen()
    await save(olga, [8])
    expect((await confirm(mia, async () => shown)).refusal).toBe('stale')
    expect(await isConfirmed()).toBe(false)
    const target = { eventId: event.id, userId: mia.userId }
    await withdrawRequest(olga, { ...target, ...(await seen()) })
    await save(olga, [2], async () => NONE_SEEN)
    expect((await confirm(mia, async () => shown)).refusal).toBe('stale')
  })

  test('is refused after closing', async () => {
    const { confirm, isConfirmed } = await entered()
    await write([sql`UPDATE events SET closed_at = 1`])
    expect((await confirm()).refusal).toBe('not-open')
    expect(await isConfirmed()).toBe(false)
  })

  test('is undone by any later change of somebody else, even of the note', async () => {
    const { olga, mia, event, seen, confirm, isConfirmed } = await entered()
    await confirm()
    const change = { ...(await seen()), eventId: event.id, userId: mia.userId, sizes: [2] }
    expect(await saveRequest(olga, { ...change, note: '' })).toMatchObject({ outcome: 'same' })
    expect(await isConfirmed()).toBe(true)
    expect(await saveRequest(olga, { ...change, note: 'x' })).toMatchObject({ outcome: 'changed' })
    expect(await isConfirmed()).toBe(false)
    expect(await mailsOf('did-you-ask')).toHaveLength(2)
  })

  test('is not needed once the person changed it: then it is theirs', async () => {
    const { mia, save, confirm, row } = await entered()
    await save(mia, [2, 1])
    expect(await row()).toMatchObject({ enteredBy: null, confirmedAt: null })
    expect(await confirm()).toEqual({ refusal: undefined, outcome: 'same' })
    expect(await row()).toMatchObject({ enteredBy: null, confirmedAt: null })
  })

  test('sets aside a roll that was frozen while the clock ran ahead', async () => {
    const { event, confirm } = await entered()
    await write([sql`UPDATE events SET closed_at = 1`])
    expect(await freezeRoll(event.id)).toBe(true)
    await write([sql`UPDATE events SET closed_at = NULL`])
    expect((await confirm()).refusal).toBeUndefined()
    expect(await db().select().from(rolls).where(isNull(rolls.supersededAt))).toEqual([])
  })

  test('counts as a change of what a roll rests on, once', async () => {
    const { event, confirm } = await entered()
    const version = async () =>
      (await db().select().from(events).where(eq(events.id, event.id)))[0]?.allocationVersion ?? 0
    const before = await version()
    await confirm()
    await confirm()
    expect(await version()).toBe(before + 1)
  })

  test('leaves the place in line as it was', async () => {
    const { olga, mia, confirm, save, row } = await entered()
    await save(mia, [1])
    await write([sql`UPDATE requests SET raised_at = 5`])
    await save(olga, [4, 1])
    await confirm()
    await save(mia, [1])
    expect((await row())?.raisedAt).toBe(5)
  })
})
