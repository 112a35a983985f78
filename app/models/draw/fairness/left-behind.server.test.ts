import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { finalize } from '#app/models/results/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, managedBy } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { findLeftBehind, holdForLeftBehind } from './left-behind.server.ts'

testDatabase()

/** A drawn event that left somebody with nothing, and a coming one of the same organizer. */
async function drawn() {
  const { event, viewer } = await drawnEvent(['2', '2'], 2)
  const target = await createEvent({ ownerId: viewer.userId, name: 'Next time' })
  const [loser] = await db().all<{ id: string }>(
    sql`SELECT id FROM requests WHERE event_id = ${event.id} AND draft_amount = 0`,
  )
  const hold = () =>
    holdForLeftBehind(event.id, viewer, { people: [loser?.id ?? ''], targetId: target.id })
  const publish = async () => {
    const [row] = await db().select().from(events).where(sql`id = ${event.id}`)
    const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
    expect((await finalize(event.id, viewer, order)).refusal).toBeUndefined()
  }
  const heldThere = async () =>
    (await db().select().from(events).where(sql`id = ${target.id}`)).map(row => [
      row.heldBack,
      row.heldBackReason,
    ])
  const seen = () => managedBy(viewer, event.id)
  return { event, seen, hold, publish, heldThere }
}

test('people whom a draft leaves with nothing are not shown, and nothing is held for them', async () => {
  const { seen, hold, heldThere } = await drawn()
  expect(await findLeftBehind(await seen())).toEqual([])
  expect((await hold()).refusal).toBe('not-final')
  expect(await heldThere()).toEqual([[0, '']])
})

test('nor after the numbers were taken back', async () => {
  const { event, seen, hold, publish, heldThere } = await drawn()
  await publish()
  expect(await findLeftBehind(await seen())).toHaveLength(1)
  await write([sql`UPDATE events SET finalized_at = NULL WHERE id = ${event.id}`])
  expect((await hold()).refusal).toBe('not-final')
  expect(await heldThere()).toEqual([[0, '']])
})

test('(control) after publishing, tickets are held with a reason that everybody can read', async () => {
  const { event, seen, hold, publish, heldThere } = await drawn()
  await publish()
  expect(await findLeftBehind(await seen())).toMatchObject([{ losses: 1, smallest: 2 }])
  expect(await hold()).toEqual({ refusal: undefined, pinned: 0, heldBack: 2 })
  expect(await heldThere()).toEqual([[2, `Left with nothing at ${event.name}`]])
})
