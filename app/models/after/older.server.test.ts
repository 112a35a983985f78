import { eq, sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { findDrawFile } from '#app/models/draw/public/draw-page.server.ts'
import { storeFinalizedDocuments } from '#app/models/draw/public/kept-documents.server.ts'
import { holdingOf } from '#app/models/events/result.server.ts'
import { erasePerson } from '#app/models/people/erasure.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { expectLogToHold } from '#app/testing/after.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { afterStates, auditEntries, events, offers, requests, standings } from '#db/schema.ts'
import { changeLine, offerWhatIsFree } from './line/change.server.ts'
import { giveBack } from './member.server.ts'
import { beginOlderLogs } from './sweep.server.ts'

testDatabase()

const never = new AbortController().signal

/** As a version that knew no logs finalized: only results, and no document. */
async function finalizeAsBefore(eventId: string, undone = 0, number = undone + 1) {
  const rows = Array.from({ length: number }, (_, index) => index)
  await write([
    ...rows.flatMap(index => {
      const id = `older-${index}-${eventId}`
      const undoneAt = index < undone ? 2 : null
      return [
        sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail, undone_at, undo_reason)
          VALUES (${id}, ${eventId}, ${index + 1}, 1, 0, ${undoneAt}, ${undoneAt && 'Wrong'})`,
        sql`INSERT INTO results (finalization_id, request_id, amount)
          SELECT ${id}, id, coalesce(draft_amount, 0) FROM requests WHERE event_id = ${eventId}`,
      ]
    }),
    ...(number > undone ? [sql`UPDATE events SET finalized_at = 1 WHERE id = ${eventId}`] : []),
  ])
}

async function upgrade() {
  await storeFinalizedDocuments(never)
  await beginOlderLogs(never)
}

async function setByHand(eventId: string, requestId: string, amount: number) {
  const done = await write([
    sql`UPDATE requests SET draft_amount = ${amount}, draft_reason = 'Speaks' WHERE id = ${requestId}
      AND event_id = ${eventId}`,
  ])
  expect(done.refusal).toBeUndefined()
}

const entriesOf = (action: string) =>
  db().select().from(auditEntries).where(eq(auditEntries.action, action))

test('a draw with changes beyond what was held back keeps its document to the byte, and says what it lowered', async () => {
  const overrides = { timeZone: 'Etc/UTC', heldBack: 3, heldBackReason: 'For the speaker' }
  const { event, asked, viewer } = await drawnEvent(['2', '2', '2'], 5, overrides)
  for (const [index, { id }] of [...asked.entries()].toReversed())
    await setByHand(event.id, id, index < 2 ? 2 : 0)
  await finalizeAsBefore(event.id)
  const before = await findDrawFile(event.id, 1)
  await upgrade()
  expect(await findDrawFile(event.id, 1)).toBe(before)
  const [row] = await db().select().from(events).where(eq(events.id, event.id))
  expect(row?.heldBack).toBe(1)
  const [entry, ...others] = await entriesOf('event.held-back-lowered')
  expect(others).toEqual([])
  expect(entry).toMatchObject({ eventId: event.id, before: '{"heldBack":3}', actorId: null })
  expect(entry?.after).toBe('{"heldBack":1}')
  expect(await entriesOf('tickets.log-begun')).toHaveLength(1)
  await expectLogToHold(event.id)
  await upgrade()
  expect(await entriesOf('tickets.log-begun')).toHaveLength(1)
  expect(await findDrawFile(event.id, 1)).toBe(before)
  expect((await offerWhatIsFree(viewer, event.id, true)).refusal).toBeUndefined()
  await expectLogToHold(event.id)
})

test('a draw offers what is free only when an organizer says so, and again not when it is switched off', async () => {
  const { event, asked, viewer } = await drawnEvent(['2', '2', '2'], 4, { timeZone: 'Etc/UTC' })
  const winner = found(asked[0])
  for (const { id } of asked) await setByHand(event.id, id, 0)
  await setByHand(event.id, winner.id, 2)
  await finalizeAsBefore(event.id)
  await upgrade()
  expect(await db().select().from(offers)).toEqual([])
  const person = { ...viewer, userId: winner.userId, role: 'member' } as Viewer
  expect((await giveBack(person, event.id, { tickets: 1, seen: 2 })).refusal).toBeUndefined()
  expect(await db().select().from(offers)).toEqual([])
  await offerWhatIsFree(viewer, event.id, true)
  await expectLogToHold(event.id)
  await offerWhatIsFree(viewer, event.id, false)
  const made = (await db().select().from(offers)).length
  expect((await giveBack(person, event.id, { tickets: 1, seen: 1 })).refusal).toBeUndefined()
  expect(await db().select().from(offers)).toHaveLength(made)
  await expectLogToHold(event.id)
})

test('people who are gone do not wait, and their codes stay in the log', async () => {
  const admin = viewerOf(await createUser({ role: 'admin' }))
  const { event, asked } = await drawnEvent(['2', '2', '1'], 3, { timeZone: 'Etc/UTC' })
  const [first, second] = asked as [(typeof asked)[number], (typeof asked)[number]]
  for (const { id } of asked) await setByHand(event.id, id, 0)
  await write([
    sql`UPDATE users SET deactivated_at = 1 WHERE id IN (${first.userId}, ${second.userId})`,
  ])
  await finalizeAsBefore(event.id)
  expect((await erasePerson(first.userId, admin)).refusal).toBeUndefined()
  await upgrade()
  const { after } = await expectLogToHold(event.id)
  expect(after.people.size).toBe(3)
  const rows = await db().select().from(standings).where(eq(standings.eventId, event.id))
  expect(rows.filter(({ hasLeft }) => hasLeft)).toHaveLength(2)
})

test('of many finalizations only the last that counts begins a log; an un-finalized event has none', async () => {
  const again = await drawnEvent(['2', '2'], 4, { timeZone: 'Etc/UTC' })
  await finalizeAsBefore(again.event.id, 2)
  const undone = await drawnEvent(['2', '2'], 4, { timeZone: 'Etc/UTC' })
  await finalizeAsBefore(undone.event.id, 2, 2)
  await upgrade()
  const states = await db().select().from(afterStates)
  expect(states.map(({ finalizationId }) => finalizationId)).toEqual([`older-2-${again.event.id}`])
  await expectLogToHold(again.event.id)
})

async function movedIn(overrides = {}) {
  const organizer = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({
    ownerId: organizer.userId,
    closedAt: 1,
    totalTickets: 3,
    timeZone: 'Etc/UTC',
    ...overrides,
  })
  for (const sizes of ['4,2', '2', ''])
    await createRequest({
      eventId: event.id,
      sizes,
      impossible: sizes === '' ? 'none listed' : null,
      draftAmount: sizes === '2' ? 2 : 3,
    })
  await finalizeAsBefore(event.id)
  return { event, organizer }
}

test('where more is held than there is, nothing is free: only lowering and giving back go', async () => {
  const { event, organizer } = await movedIn()
  await upgrade()
  await offerWhatIsFree(organizer, event.id, true)
  expect((await expectLogToHold(event.id)).after.free).toBeLessThan(0)
  const rows = await db().select().from(standings).where(eq(standings.eventId, event.id))
  const code = found(rows.find(({ holding }) => holding === 3)).code
  const change = (kind: 'give' | 'lower', tickets: number) =>
    changeLine(organizer, event.id, [{ kind, code, tickets, reason: 'Too many' }])
  expect((await change('give', 1)).refusal).toBe('not-free')
  expect((await change('lower', 1)).refusal).toBeUndefined()
  await expectLogToHold(event.id)
  expect(await db().select().from(offers)).toEqual([])
})

test('a past event begins no log; what somebody holds is their result', async () => {
  const { event } = await movedIn({ startsAt: Date.now() - 1000 })
  await upgrade()
  expect(await db().select().from(afterStates)).toEqual([])
  const rows = await db()
    .select({ userId: requests.userId, amount: requests.draftAmount })
    .from(requests)
    .where(eq(requests.eventId, event.id))
  for (const { userId, amount } of rows) {
    const [found] = await db()
      .select({ holding: holdingOf(userId) })
      .from(events)
      .where(eq(events.id, event.id))
    expect(found?.holding).toBe(amount)
  }
})
