import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { holdBack, pinRequest } from '#app/models/draw/preparing/pins.server.ts'
import { fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { saveGrid } from '#app/models/grid/grid.server.ts'
import { closeEvent, reopenEvent } from '#app/models/organizing/closing.server.ts'
import { cancelEvent, deleteEvent } from '#app/models/organizing/life.server.ts'
import { addEvent, updateEvent } from '#app/models/organizing/writing.server.ts'
import { saveRequest, withdrawRequest } from '#app/models/requests/writing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { NOTHING_AFTER } from '#app/testing/event-form.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, draws, events, requests, users } from '#db/schema.ts'

testDatabase()

type Given = Awaited<ReturnType<typeof given>>

/** A closed and an open event of an organizer, with a request each, and the organizer as their request found them. */
async function given(role: 'organizer' | 'admin') {
  const person = await createUser({ role })
  const owner = role === 'admin' ? await createUser({ role: 'organizer' }) : person
  const closed = await createEvent({ ownerId: owner.id, totalTickets: 5, closedAt: 1 })
  const open = await createEvent({ ownerId: owner.id })
  const member = await createUser()
  const asked = await createRequest({ eventId: closed.id, userId: member.id, sizes: '2' })
  const own = await createRequest({ eventId: open.id, userId: person.id, sizes: '2' })
  return { person, viewer: viewerOf(person), closed, open, member, asked, own }
}

const input = {
  ...{
    name: 'New',
    startsAt: 4e12,
    timeZone: 'UTC',
    place: '',
    totalTickets: 5,
    mostPerRequest: 8,
  },
  ...{ ...NOTHING_AFTER, notes: '', opens: 'now' as const, version: 1, tell: false },
}

const writes: Record<string, (given: Given) => Promise<{ refusal?: unknown }>> = {
  'making an event': ({ viewer }) => addEvent(viewer, input as never),
  'changing an event': ({ viewer, open }) => updateEvent(viewer, open.id, input as never),
  'closing requests': ({ viewer, open }) => closeEvent(viewer, open.id),
  'opening them again': ({ viewer, closed }) => reopenEvent(viewer, closed.id, 3e12),
  'calling it off': ({ viewer, open }) => cancelEvent(viewer, open.id, 'Rain'),
  'deleting an event': ({ viewer, closed }) => deleteEvent(viewer, closed.id),
  'saving the grid': ({ viewer, closed, asked }) =>
    saveGrid(closed.id, viewer, [{ requestId: asked.id, was: '|2|', amount: 2, reason: null }]),
  'filling by a plain draw': ({ viewer, closed }) => fillByPlainDraw(closed.id, viewer, 1),
  'a draw': ({ viewer, closed }) => makeDraw(closed.id, 1, viewer),
  'a pin': ({ viewer, closed, asked }) =>
    pinRequest(closed.id, viewer, { requestId: asked.id, amount: 1, reason: 'Host' }),
  'holding back': ({ viewer, closed }) =>
    holdBack(closed.id, viewer, { heldBack: 1, heldBackReason: 'Host', was: 0 }),
  finalizing: ({ viewer, closed }) =>
    finalize(closed.id, viewer, { allocationVersion: 1, withMail: false }),
  'a request for somebody else': ({ viewer, open, member }) =>
    saveRequest(viewer, {
      ...{ eventId: open.id, userId: member.id, sizes: [1], note: '' },
      ...{ requestId: '', version: 0 },
    }),
}

async function everything() {
  return Promise.all(
    [events, requests, draws, auditEntries].map(table => db().select().from(table)),
  )
}

describe.each([
  ['deactivated', 'organizer', { deactivatedAt: 1 }],
  ['a member by now', 'organizer', { role: 'member' as const }],
  ['deactivated', 'admin', { deactivatedAt: 1 }],
  ['a member by now', 'admin', { role: 'member' as const }],
] as const)('a person who is %s and was %s when their request began', (_, role, change) => {
  test.each(Object.keys(writes))('%s changes nothing', async name => {
    const case_ = await given(role)
    // An active admin must remain.
    await createUser({ role: 'admin' })
    await write([db().update(users).set(change).where(eq(users.id, case_.person.id))])
    const before = await everything()
    const done = await writes[name]?.(case_)
    expect(done?.refusal).toMatch(/^not-(yours|found)$/)
    expect(await everything()).toEqual(before)
  })
})

describe('while their rights last', () => {
  test.each(Object.keys(writes))('%s is not refused for lack of rights', async name => {
    const done = await writes[name]?.(await given('organizer'))
    expect(String(done?.refusal)).not.toMatch(/^not-(yours|found)$/)
  })
})

test('a person deactivated since cannot withdraw their request', async () => {
  const { person, viewer, own, open } = await given('organizer')
  await write([db().update(users).set({ deactivatedAt: 1 }).where(eq(users.id, person.id))])
  const seen = { requestId: own.id, version: own.version, eventId: open.id, userId: person.id }
  expect(await withdrawRequest(viewer, seen)).toEqual({ refusal: 'not-found' })
  expect(await db().select().from(requests).where(eq(requests.id, own.id))).toHaveLength(1)
})
