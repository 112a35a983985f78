import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { pinRequest } from '#app/models/draw/preparing/pins.server.ts'
import { fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { migrations } from '#db/migrations.ts'
import { events, finalizations } from '#db/schema.ts'
import { readLedger, readLosses } from './ledger.server.ts'

testDatabase()

/** A draw with its result published; the people in the order in which they asked. */
async function decidedEvent(sizes: string[], totalTickets: number, heldBack = 0) {
  const { event, asked, viewer } = await drawnEvent(sizes, totalTickets, { heldBack })
  await decideAgain(event.id, viewer)
  return { people: asked.map(({ userId }) => userId), eventId: event.id, viewer }
}

/** Two people want two tickets each, and there are two. */
async function wonAndLost() {
  const { people, ...made } = await decidedEvent(['2', '2'], 2)
  const isFirst = (await verdictsOf(people))[0] === 'won'
  const [winner = '', loser = ''] = isFirst ? people : people.toReversed()
  return { winner, loser, people: [winner, loser], ...made }
}

async function decideAgain(eventId: string, viewer: Viewer) {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  expect((await finalize(eventId, viewer, order)).refusal).toBeUndefined()
}

async function takeBack(eventId: string, viewer: Viewer) {
  const finalizationId = (await findFinalization(eventId))?.finalizationId ?? ''
  const undone = await undoFinalization(eventId, viewer, { finalizationId, reason: 'A mistake' })
  expect(undone.refusal).toBeUndefined()
}

async function verdictsOf(people: string[]) {
  const ledgers = await Promise.all(people.map(readLedger))
  return ledgers.map(lines => lines.at(-1)?.verdict)
}

describe('a loss', () => {
  test('is getting nothing in a sealed draw where more was wanted than there was', async () => {
    const { people, viewer } = await wonAndLost()
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
    expect([...(await readLosses()).values()].sort()).toEqual([0, 1])
    const [line] = await readLedger(people[1] ?? '')
    expect(line).toMatchObject({ wanted: 4, drawnFor: 2, ownerName: viewer.name })
    expect(line?.openSeconds).toBeGreaterThan(47 * 3600)
  })

  test('is not asking for more than was ever drawn for', async () => {
    const { people } = await decidedEvent(['4', '9,6', '9,1'], 4)
    expect((await verdictsOf(people))[1]).toBe('never-enough')
    const [line] = await readLedger(people[0] ?? '')
    expect(line).toMatchObject({ wanted: 22, drawnFor: 4 })
  })

  test('does not count where there was enough for every first size', async () => {
    const { people } = await decidedEvent(['2', '1'], 3)
    expect(await verdictsOf(people)).toEqual(['won', 'won'])
  })

  test('treats tickets held back as not drawn for', async () => {
    const { people } = await decidedEvent(['2', '2', '3'], 4, 2)
    const [first, second, third] = await verdictsOf(people)
    expect([first, second].sort()).toEqual(['lost', 'won'])
    expect(third).toBe('never-enough')
  })

  test('treats pins like tickets held back, and the wishes of pinned people as none', async () => {
    const { event, asked, viewer } = await sealedEvent(['1', '2', '2'], 3)
    const pin = { requestId: asked[0]?.id ?? '', amount: 1, reason: 'Host' }
    expect((await pinRequest(event.id, viewer, pin)).refusal).toBeUndefined()
    await makeDraw(event.id, 1, viewer)
    await decideAgain(event.id, viewer)
    const [pinned, ...drawn] = await verdictsOf(asked.map(({ userId }) => userId))
    expect([pinned, drawn.sort()]).toEqual(['won', ['lost', 'won']])
    const [line] = await readLedger(asked[1]?.userId ?? '')
    expect(line).toMatchObject({ wanted: 4, drawnFor: 2 })
  })

  test('does not count where the tickets were given by hand, or by a plain draw', async () => {
    const { event, asked, viewer } = await sealedEvent(['2', '2'], 2)
    const [row] = await db().select().from(events).where(eq(events.id, event.id))
    const filled = await fillByPlainDraw(event.id, viewer, row?.allocationVersion ?? 0)
    expect(filled.refusal).toBeUndefined()
    await decideAgain(event.id, viewer)
    const verdicts = await verdictsOf(asked.map(({ userId }) => userId))
    expect(verdicts.sort()).toEqual(['by-hand', 'won'])
  })
})

describe('a draw whose results are not final', () => {
  test('counts for who won, and not yet for who lost', async () => {
    const { event, asked } = await drawnEvent(['2', '2'], 2)
    const verdicts = await verdictsOf(asked.map(({ userId }) => userId))
    expect(verdicts.toSorted()).toEqual(['won-so-far', undefined].toSorted())
    const winner = asked[verdicts.indexOf('won-so-far')]?.userId ?? ''
    await write([sql`UPDATE requests SET draft_amount = 0, draft_reason = 'Secretly'`])
    expect(await readLedger(winner)).toMatchObject([{ got: 2, finalizedAt: null }])
    await write([sql`UPDATE events SET cancelled_at = 1 WHERE id = ${event.id}`])
    expect(await readLedger(winner)).toEqual([])
  })

  test('ends a row of losses that became final after it', async () => {
    const pending = await drawnEvent(['2', '2'], 2)
    const verdicts = await verdictsOf(pending.asked.map(({ userId }) => userId))
    const winner = pending.asked[verdicts.indexOf('won-so-far')]?.userId ?? ''
    const { loser, eventId } = await wonAndLost()
    await write([
      sql`UPDATE requests SET user_id = ${winner} WHERE event_id = ${eventId} AND user_id = ${loser}`,
    ])
    expect((await readLedger(winner)).map(({ verdict }) => verdict)).toEqual(['lost', 'won-so-far'])
    expect((await readLosses()).get(winner)).toBe(0)
  })
})

describe('a decision', () => {
  test('counts while it is undone, until another one is published', async () => {
    const { people, eventId, viewer } = await wonAndLost()
    await takeBack(eventId, viewer)
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
    const give = (amount: number, userId = '') =>
      sql`UPDATE requests SET draft_amount = ${amount}, draft_reason = 'Swapped' WHERE user_id = ${userId}`
    await write([give(0, people[0]), give(2, people[1])])
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
    await decideAgain(eventId, viewer)
    // Taking a ticket away by hand makes no loss.
    expect(await verdictsOf(people)).toEqual(['set-by-hand', 'won'])
  })

  test('keeps its place in the history when it is undone and made again', async () => {
    const { loser, eventId, viewer } = await wonAndLost()
    const later = await decidedEvent(['1'], 1)
    await write([
      sql`UPDATE requests SET user_id = ${loser} WHERE event_id = ${later.eventId}`,
      sql`UPDATE finalizations SET finalized_at = finalized_at + 1000 WHERE event_id = ${later.eventId}`,
    ])
    expect((await readLosses()).get(loser)).toBe(0)
    await takeBack(eventId, viewer)
    await decideAgain(eventId, viewer)
    await write([
      sql`UPDATE finalizations SET finalized_at = finalized_at + 2000 WHERE event_id = ${eventId} AND number = 2`,
    ])
    expect((await readLedger(loser)).map(({ verdict }) => verdict)).toEqual(['lost', 'won'])
    expect((await readLosses()).get(loser)).toBe(0)
  })

  test.each(['now', 'between the draw and the decision'])(
    'is no other when the total is raised %s',
    async when => {
      const { event, asked, viewer } = await drawnEvent(['2', '2'], 2)
      const raise = sql`UPDATE events SET total_tickets = 3 WHERE id = ${event.id}`
      if (when !== 'now') await write([raise])
      await decideAgain(event.id, viewer)
      if (when === 'now') await write([raise])
      const verdicts = await verdictsOf(asked.map(({ userId }) => userId))
      expect(verdicts.toSorted()).toEqual(['lost', 'won'])
      await takeBack(event.id, viewer)
      await decideAgain(event.id, viewer)
      expect(await verdictsOf(asked.map(({ userId }) => userId))).toEqual(verdicts)
    },
  )

  test('stops counting when the event is cancelled, unless it had begun', async () => {
    const { people, eventId, viewer } = await wonAndLost()
    expect((await cancelEvent(viewer, eventId, 'No hall')).refusal).toBeUndefined()
    expect(await readLosses()).toEqual(new Map())
    await write([sql`UPDATE events SET starts_at = cancelled_at WHERE id = ${eventId}`])
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
  })
})

test('a decision by an older version has the tickets that its draw had', async () => {
  const { event, viewer } = await drawnEvent(['2', '2'], 2)
  await decideAgain(event.id, viewer)
  const byHand = await sealedEvent(['2'], 9, { heldBack: 3 })
  await write([sql`UPDATE requests SET draft_amount = 0 WHERE event_id = ${byHand.event.id}`])
  await decideAgain(byHand.event.id, byHand.viewer)
  const fill = migrations.find(({ number }) => number === 5)?.statements[1] ?? ''
  await write([
    sql`UPDATE finalizations SET available = NULL`,
    sql`UPDATE events SET total_tickets = 1000 WHERE id = ${event.id}`,
    sql.raw(fill),
  ])
  const rows = await db().select().from(finalizations)
  const availableOf = (id: string) => rows.find(({ eventId }) => eventId === id)?.available
  expect([availableOf(event.id), availableOf(byHand.event.id)]).toEqual([2, 6])
})
