import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { sqlOpenSeconds } from '#app/models/draw/fairness/basis.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { noteCreation } from '#app/testing/draws.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import { auditedActions, lastAudited } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { openEvent } from './opening.server.ts'

testDatabase()

const HOUR = 3_600_000
const admin = async () => viewerOf(await createUser({ role: 'admin' }))

test('a draft opens now, whatever was planned, and the trail says what changed', async () => {
  const ada = await admin()
  for (const opensAt of [null, Date.now() + HOUR]) {
    const event = await createEvent({ opensAt })
    expect((await openEvent(ada, event.id)).refusal).toBeUndefined()
    const opened = await findEvent(ada, event.id)
    expect([opened?.state, opened?.version]).toEqual(['open', 2])
    const { before, after } = await lastAudited('event.changed')
    expect([before.opensAt, after.opensAt]).toEqual([opensAt, opened?.opensAt])
    expect(after.closesAt).toBe(event.closesAt)
  }
})

test('only drafts open, and only by who manages them', async () => {
  const [ada, other] = [await admin(), viewerOf(await createUser({ role: 'organizer' }))]
  const draft = await createEvent({ opensAt: null })
  expect((await openEvent(other, draft.id)).refusal).toBe('not-found')
  expect((await openEvent(ada, 'nothing')).refusal).toBe('not-found')
  for (const state of [
    {},
    { closedAt: 1 },
    { opensAt: null, cancelledAt: 1 },
    { opensAt: null, closesAt: 1 },
  ]) {
    const event = await createEvent(state)
    expect((await openEvent(ada, event.id)).refusal).toBe('not-draft')
    expect((await findEvent(ada, event.id))?.version).toBe(1)
  }
  expect(await auditedActions()).toEqual([])
})

test('requests count as open from the press, not from the creation', async () => {
  const [ada, createdAt] = [await admin(), Date.now() - 48 * HOUR]
  const event = await createEvent({ opensAt: null, createdAt })
  await write([noteCreation(event)])
  await openEvent(ada, event.id)
  const row = await db().get<{ seconds: number }>(
    sql`SELECT ${sqlOpenSeconds(event.id)} AS seconds`,
  )
  expect(row?.seconds).toBeLessThan(60)
})
