import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { rollHashOf } from '#app/allocation/roll.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { cancelLocking } from '#app/models/draw/locking/cancel-locking.server.ts'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { chooseRule, defaultChoice } from '#app/models/draw/preparing/choice.server.ts'
import { resealForRestore } from '#app/models/draw/seal/reseal.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import { stateSql } from '#app/models/events/state.server.ts'
import { closeEvent, reopenEvent } from '#app/models/organizing/closing.server.ts'
import { saveRequest } from '#app/models/requests/writing.server.ts'
import * as rollFile from '#app/routes/events.$eventId.draws.roll[.]txt.ts'
import { overrideSettings } from '#app/settings.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { chainOfLockings, lockingWithMail } from '#app/testing/lockings.ts'
import { load } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { readDrawPage, readDrawView } from './draw-page.server.ts'
import { readPublicLog } from './log.server.ts'
import { findPromise } from './promise.server.ts'
import { sayPromise } from './say-promise.ts'

testDatabase()

const early = (source: string) => ({ source, isReopened: true, isResealed: false })

const HOUR = 3_600_000
const SOURCE = 'the lottery of 12 December'

/** An open event with one request; each step is a moment after the one before. */
async function openEvent() {
  const viewer = viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
  const { id } = await createEvent({ ownerId: viewer.userId })
  await write(stepsToSeal(id))
  const after = async <Done extends { refusal?: string | undefined }>(
    step: () => Promise<Done>,
  ) => {
    await new Promise(resolve => setTimeout(resolve, 3))
    expect((await step()).refusal).toBeUndefined()
  }
  const ask = async () => {
    const person = viewerOf(await createUser())
    const none = { requestId: '', version: 0 }
    const request = { eventId: id, userId: person.userId, sizes: [2, 1], note: '', ...none }
    await after(() => saveRequest(person, request))
  }
  await ask()
  return {
    id,
    viewer,
    ask,
    name: (publicValueSource: string | null) =>
      after(() => chooseRule(id, { ...defaultChoice, publicValueSource }, viewer)),
    close: () => after(() => closeEvent(viewer, id)),
    reopen: () => after(() => reopenEvent(viewer, id, Date.now() + HOUR)),
    draw: () => after(() => makeDraw(id, 1, viewer)),
    page: () => readDrawPage(id, 1, readDrawView(new URLSearchParams())),
    warning: async () => {
      const promise = await findPromise(id)
      const [event] = await db()
        .select({ state: stateSql(NOW) })
        .from(events)
        .where(eq(events.id, id))
      return promise && event && sayPromise(promise, event.state).warning
    },
  }
}

test('every frozen roll stays in the public log, with its hash, times and text', async () => {
  const { id, viewer, close, reopen, ask } = await openEvent()
  await close()
  const first = (await readPublicLog(id)).roll
  expect((await readPublicLog(id)).withdrawn).toEqual([])
  await reopen()
  expect((await readPublicLog(id)).roll).toBeUndefined()
  await ask()
  await close()
  await reopen()
  await close()
  const { roll, withdrawn } = await readPublicLog(id)
  expect(roll?.entries).toBe(2)
  expect(withdrawn).toEqual([
    {
      number: 1,
      rollHash: first?.rollHash,
      entries: 1,
      frozenAt: first?.frozenAt,
      withdrawnAt: expect.any(Number),
    },
    expect.objectContaining({ number: 2, entries: 2, rollHash: roll?.rollHash }),
  ])
  expect(withdrawn[0]?.withdrawnAt).toBeGreaterThan(first?.frozenAt ?? Number.POSITIVE_INFINITY)
  const fileOf = (path: string) => load(rollFile.loader, { viewer, params: { eventId: id }, path })
  expect(rollHashOf(await (await fileOf('/?number=1')).text())).toBe(first?.rollHash)
  for (const path of ['/?number=9', '/?number=x', '/?number='])
    expect((await fileOf(path)).status).toBe(404)
})

test('requests reopened after the source of the value was named: the log, the promise and the draw say so', async () => {
  const { id, name, close, reopen, ask, warning } = await openEvent()
  await name(SOURCE)
  await close()
  expect((await readPublicLog(id)).early).toEqual([])
  expect(await warning()).toBeNull()
  await reopen()
  await ask()
  await close()
  expect((await readPublicLog(id)).early).toEqual([early(SOURCE)])
  expect(await warning()).toBe(
    `Requests were reopened after the source of the public value was named (“${SOURCE}”): anyone who held the secret could have tried other rolls.`,
  )
})

test('the same when the clock had closed them and no roll was frozen yet', async () => {
  const { id, name, reopen } = await openEvent()
  await name(SOURCE)
  const past = { opensAt: Date.now() - HOUR, closesAt: Date.now() - 1 }
  await write([db().update(events).set(past).where(eq(events.id, id))])
  await reopen()
  const log = await readPublicLog(id)
  expect([log.withdrawn, log.early]).toEqual([[], [early(SOURCE)]])
})

test('(control) a source named after the reopening is not reported', async () => {
  const { id, name, close, reopen, warning } = await openEvent()
  await name('the weather of 1 December')
  await close()
  await reopen()
  await name(SOURCE)
  await close()
  expect((await readPublicLog(id)).early).toEqual([early('the weather of 1 December')])
  expect(await warning()).toBeNull()
})

test('a restore that gave a draw another secret is told from a cancelled locking', async () => {
  overrideSettings({ TEST_BEACON: chainOfLockings.beacon, BEACON_URL: '' })
  const { id, viewer, name, close, warning } = await openEvent()
  await name(SOURCE)
  await close()
  expect((await lockTerms(id, viewer, lockingWithMail)).refusal).toBeUndefined()
  const cancelling = { draw: 1, reason: 'The wrong rule was chosen' }
  expect((await cancelLocking(id, viewer, cancelling)).refusal).toBeUndefined()
  expect((await readPublicLog(id)).early).toEqual([])
  expect(await warning()).toBeNull()
  await write((await resealForRestore('Restored from a backup')).steps)
  expect((await readPublicLog(id)).early).toEqual([
    { source: SOURCE, isReopened: false, isResealed: true },
  ])
  expect(await warning()).toContain('A restored backup gave this draw another secret')
})

test('a request that its roll lacks without a cause is counted in public', async () => {
  const { id, close } = await openEvent()
  await close()
  await readPublicLog(id)
  expect((await readPublicLog(id)).missing).toBe(0)
  await createRequest({ eventId: id, sizes: '2' })
  expect((await readPublicLog(id)).missing).toBe(1)
  await createRequest({ eventId: id, offRoll: true })
  expect((await readPublicLog(id)).missing).toBe(2)
})
