import { sql } from 'drizzle-orm'
import { describe, expect, test, vi } from 'vitest'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
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
import { lastAudited } from '#app/testing/trail.ts'
import { rawClient } from '#db/client.ts'
import { findTrouble } from '#db/failures/condition.ts'
import { examineDatabase } from '#db/failures/probe.ts'
import { write } from '#db/lane.ts'
import { closeEvent, reopenEvent } from './closing.server.ts'

const database = testDatabase()

const HOUR = 3_600_000
const admin = async () => viewerOf(await createUser({ role: 'admin', name: 'Ada' }))
const stranger = async () => viewerOf(await createUser({ role: 'organizer' }))
const stateOf = async (eventId: string) => (await findEvent(await admin(), eventId))?.state

describe('closing by hand', () => {
  test('closes an open event for good and records its former state', async () => {
    const event = await createEvent()
    expect((await closeEvent(await admin(), event.id)).refusal).toBeUndefined()
    expect(await stateOf(event.id)).toBe('closed')
    const { before, after } = await lastAudited('event.closed')
    expect(before).toMatchObject({ state: 'open', closedAt: null, version: 1 })
    expect(after.closedAt).toBeGreaterThan(event.createdAt - 1)
  })

  test('is reported even if the roll cannot be frozen until later', async () => {
    const [ada, event] = [await admin(), await createEvent()]
    const real = rawClient().batch.bind(rawClient())
    const full = Object.assign(new Error('full'), { code: 'SQLITE_FULL' })
    const batch = vi.spyOn(rawClient(), 'batch')
    batch.mockImplementationOnce(real).mockRejectedValue(full)
    expect((await closeEvent(ada, event.id)).refusal).toBeUndefined()
    expect(findTrouble()).toBe('the disk is full')
    batch.mockRestore()
    await examineDatabase(database.file())
    expect(await freezeRoll(event.id)).toBe(true)
  })

  test('is refused unless the event is open and the person manages it', async () => {
    const ada = await admin()
    const draft = await createEvent({ opensAt: null })
    expect((await closeEvent(ada, draft.id)).refusal).toBe('not-open')
    const open = await createEvent()
    expect((await closeEvent(await stranger(), open.id)).refusal).toBe('not-found')
    await closeEvent(ada, open.id)
    expect((await closeEvent(ada, open.id)).refusal).toBe('not-open')
  })

  test('and a change of a request happen in one order: the change counts or is refused, never half', async () => {
    const ada = await admin()
    for (const closesFirst of [true, false]) {
      const event = await createEvent()
      const mia = viewerOf(await createUser())
      const ask = () =>
        saveRequest(mia, {
          eventId: event.id,
          userId: mia.userId,
          sizes: [2],
          note: '',
          ...NONE_SEEN,
        })
      const close = () => closeEvent(ada, event.id)
      const [first, second] = closesFirst ? [close, ask] : [ask, close]
      const [one, two] = await Promise.all([first(), second()])
      expect(await stateOf(event.id)).toBe('closed')
      const isKept = (await findEvent(mia, event.id))?.mySizes !== null
      const asked = closesFirst ? two : one
      expect(isKept).toBe(asked.refusal === undefined)
      if (asked.refusal) expect(asked.refusal).toBe('not-open')
    }
  })
})

describe('reopening', () => {
  const later = () => Date.now() + HOUR

  test('lets requests change again until the new time', async () => {
    const event = await createEvent({ closedAt: 1 })
    expect((await reopenEvent(await admin(), event.id, later())).refusal).toBeUndefined()
    expect(await stateOf(event.id)).toBe('open')
    const { before, after } = await lastAudited('event.reopened')
    expect([before.state, before.closedAt, after.closedAt]).toEqual(['closed', 1, null])
  })

  test('is refused once a finalization existed, even an undone one', async () => {
    const ada = await admin()
    const [decided, undone] = [await createEvent(), await createEvent()]
    await markFinalized(decided.id)
    expect((await reopenEvent(ada, decided.id, later())).refusal).toBe('decided')
    await write([sql`DELETE FROM finalizations`])
    await markFinalized(undone.id, true)
    expect(await stateOf(undone.id)).toBe('closed')
    expect((await reopenEvent(ada, undone.id, later())).refusal).toBe('decided')
  })

  test('is refused while there is a draft, even of 0 tickets', async () => {
    const event = await createEvent({ closedAt: 1 })
    await createRequest({ eventId: event.id, draftAmount: 0 })
    expect((await reopenEvent(await admin(), event.id, later())).refusal).toBe('drafted')
  })

  test('is refused for another state, a bad time and another organizer', async () => {
    const ada = await admin()
    const open = await createEvent()
    expect((await reopenEvent(ada, open.id, later())).refusal).toBe('not-closed')
    const cancelled = await createEvent({ closedAt: 1, cancelledAt: 2 })
    expect((await reopenEvent(ada, cancelled.id, later())).refusal).toBe('not-closed')
    const closed = await createEvent({ closedAt: 1 })
    expect((await reopenEvent(ada, closed.id, Date.now() - 1)).refusal).toBe('too-late')
    const afterStart = closed.startsAt + 1
    expect((await reopenEvent(ada, closed.id, afterStart)).refusal).toBe('closes-after-start')
    expect((await reopenEvent(await stranger(), closed.id, later())).refusal).toBe('not-found')
    expect(await stateOf(closed.id)).toBe('closed')
  })
})
