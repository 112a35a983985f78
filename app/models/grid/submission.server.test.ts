import { eq } from 'drizzle-orm'
import { beforeEach, expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { requests } from '#db/schema.ts'
import { fillRows, type TypedRow } from './form.ts'
import { findGridPage } from './grid.server.ts'
import { submitGrid } from './submission.server.ts'

testDatabase()

let organizer: Viewer
let eventId: string

beforeEach(async () => {
  organizer = viewerOf(await createUser({ role: 'organizer' }))
  eventId = (await createEvent({ ownerId: organizer.userId, closedAt: 1, totalTickets: 4 })).id
})

const managed = async () => found(await findManagedEvent(organizer, eventId))

/** The fields of the page as a browser sends them, some with new values. */
async function open() {
  const { rows } = await findGridPage(await managed(), { page: 1, only: 'all', search: '' })
  return formOf(fillRows(rows))
}

type Shown = { requestId: string; typedAmount: string; typedReason: string; was: string }

const formOf = (rows: readonly Shown[]): TypedRow[] =>
  rows.map(({ requestId, typedAmount, typedReason, was }) => ({
    requestId,
    amount: typedAmount,
    reason: typedReason,
    was,
  }))

const typeIn = (form: TypedRow[], requestId: string, amount: string, reason = '') =>
  form.map(row => (row.requestId === requestId ? { ...row, amount, reason } : row))

const submit = async (form: TypedRow[]) => submitGrid(await managed(), organizer, form)

const amountOf = async (requestId: string) =>
  (await db().select().from(requests).where(eq(requests.id, requestId)))[0]?.draftAmount

test('an untouched page saves nothing, and leaves the undecided undecided', async () => {
  const { id } = await createRequest({ eventId })
  expect(await submit(await open())).toEqual({ saved: 0 })
  expect(await amountOf(id)).toBeNull()
})

test('the second of two organizers sees what the first one set, and overwrites it by submitting again', async () => {
  const ann = await createRequest({ eventId })
  const bob = await createRequest({ eventId })
  const first = await open()
  const second = typeIn(typeIn(await open(), ann.id, '2'), bob.id, '1')
  await submit(typeIn(first, ann.id, '3', 'brings a guest'))

  const { failed } = await submit(second)
  expect(failed?.errors[''] ?? []).toHaveLength(1)
  expect(failed?.problems).toEqual({
    [`amount-${ann.id}`]: 'Someone else set this to 3 tickets (“brings a guest”) just now.',
  })
  expect(failed?.rows.map(row => row.typedAmount).sort()).toEqual(['1', '2'])
  expect([await amountOf(ann.id), await amountOf(bob.id)]).toEqual([3, null])

  expect(await submit(formOf(failed?.rows ?? []))).toEqual({ saved: 2 })
  expect([await amountOf(ann.id), await amountOf(bob.id)]).toEqual([2, 1])
})

test('a mistake elsewhere on the page does not lose track of what was seen', async () => {
  const ann = await createRequest({ eventId })
  const bob = await createRequest({ eventId })
  const form = typeIn(typeIn(await open(), ann.id, '2'), bob.id, 'two')
  const failed = (await submit(form)).failed
  await submit(typeIn(await open(), ann.id, '1'))
  const again = await submit(typeIn(formOf(failed?.rows ?? []), bob.id, '1'))
  expect(again.failed?.problems[`amount-${ann.id}`]).toMatch(/set this to 1 ticket/)
  expect(await amountOf(ann.id)).toBe(1)
})

test('too many tickets in total are refused with the numbers, and what was typed is kept', async () => {
  const ann = await createRequest({ eventId, draftAmount: 2 })
  const bob = await createRequest({ eventId })
  const { failed } = await submit(typeIn(await open(), bob.id, '4', 'all of them'))
  expect(failed?.errors['']).toEqual([
    'Nothing was saved: that would be 6 tickets in all, and there are only 4. Take back 2.',
  ])
  expect(failed?.rows.find(row => row.requestId === bob.id)?.typedAmount).toBe('4')
  expect([await amountOf(ann.id), await amountOf(bob.id)]).toEqual([2, null])
})

test('one wrong row stops the whole page from being saved, and is named', async () => {
  const ann = await createRequest({ eventId, userId: (await createUser({ name: 'Ann' })).id })
  const bob = await createRequest({ eventId })
  const { failed } = await submit(typeIn(typeIn(await open(), ann.id, '-1'), bob.id, '1'))
  expect(failed?.errors[`amount-${ann.id}`]?.[0]).toMatch(/^Ann: Enter a whole number/)
  expect(await amountOf(bob.id)).toBeNull()
})
