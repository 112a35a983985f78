import { eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { migrations } from '#db/migrations.ts'
import { events, finalizations } from '#db/schema.ts'
import { readLedger, readLosses } from './ledger.server.ts'

testDatabase()

type Asked = { sizes: string; got: number }

/** A finalized event; returns the people who asked, in order. */
async function decided(asked: Asked[], totalTickets: number, heldBack = 0): Promise<string[]> {
  return (await decidedEvent(asked, totalTickets, heldBack)).people
}

async function decidedEvent(asked: Asked[], totalTickets: number, heldBack = 0) {
  const owner = await createUser({ role: 'organizer' })
  const event = await createEvent({ ownerId: owner.id, closedAt: 1, totalTickets, heldBack })
  const people: string[] = []
  for (const { sizes, got } of asked) {
    const request = await createRequest({ eventId: event.id, sizes, draftAmount: got })
    people.push(request.userId)
  }
  await decideAgain(event.id, viewerOf(owner))
  return { people, eventId: event.id, viewer: viewerOf(owner) }
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
  test('is getting nothing where more was asked for than there was', async () => {
    const people = await decided(
      [
        { sizes: '4,2', got: 4 },
        { sizes: '2', got: 0 },
      ],
      5,
    )
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
    expect([...(await readLosses()).values()].sort()).toEqual([0, 1])
  })

  test('is not asking for more than there ever was', async () => {
    const people = await decided(
      [
        { sizes: '4', got: 4 },
        { sizes: '9,6', got: 0 },
        { sizes: '9,1', got: 0 },
      ],
      4,
    )
    // The third asks for at least one, so 5 are asked for and there are 4.
    expect(await verdictsOf(people)).toEqual(['won', 'not-eligible', 'lost'])
    const [line] = await readLedger(people[0] as string)
    expect(line).toMatchObject({ requested: 5, available: 4 })
  })

  test('does not count where there was enough for every size that could be had', async () => {
    const people = await decided(
      [
        { sizes: '8,2', got: 2 },
        { sizes: '1', got: 0 },
      ],
      4,
    )
    expect(await verdictsOf(people)).toEqual(['won', 'not-counted'])
  })

  test('treats tickets held back as not available', async () => {
    const people = await decided(
      [
        { sizes: '2', got: 2 },
        { sizes: '2', got: 0 },
        { sizes: '3', got: 0 },
      ],
      4,
      2,
    )
    expect(await verdictsOf(people)).toEqual(['won', 'lost', 'not-eligible'])
  })

  test('does not count where enough tickets were left', async () => {
    const people = await decided(
      [
        { sizes: '2', got: 0 },
        { sizes: '2', got: 0 },
      ],
      2,
    )
    expect(await verdictsOf(people)).toEqual(['left-over', 'left-over'])
  })
})

describe('a decision', () => {
  const WON_AND_LOST = [
    { sizes: '2', got: 2 },
    { sizes: '2', got: 0 },
  ]

  test('counts while it is undone, until another one is published', async () => {
    const { people, eventId, viewer } = await decidedEvent(WON_AND_LOST, 2)
    await takeBack(eventId, viewer)
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
    await write([
      sql`UPDATE requests SET draft_amount = 2 - draft_amount WHERE event_id = ${eventId}`,
    ])
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
    await decideAgain(eventId, viewer)
    expect(await verdictsOf(people)).toEqual(['lost', 'won'])
  })

  test('keeps its place in the history when it is undone and made again', async () => {
    const { people, eventId, viewer } = await decidedEvent(WON_AND_LOST, 2)
    const loser = people[1] as string
    const later = await decidedEvent([{ sizes: '1', got: 1 }], 1)
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
      const raise = sql`UPDATE events SET total_tickets = 1000 WHERE id = ${event.id}`
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
    const { people, eventId, viewer } = await decidedEvent(WON_AND_LOST, 2)
    expect((await cancelEvent(viewer, eventId, 'No hall')).refusal).toBeUndefined()
    expect(await readLosses()).toEqual(new Map())
    await write([sql`UPDATE events SET starts_at = cancelled_at WHERE id = ${eventId}`])
    expect(await verdictsOf(people)).toEqual(['won', 'lost'])
  })
})

test('a decision by an older version has the tickets that its draw had', async () => {
  const { event, viewer } = await drawnEvent(['2', '2'], 2)
  await decideAgain(event.id, viewer)
  const byHand = await decidedEvent([{ sizes: '2', got: 0 }], 9, 3)
  const fill = migrations.find(({ number }) => number === 5)?.statements[1] ?? ''
  await write([
    sql`UPDATE finalizations SET available = NULL`,
    sql`UPDATE events SET total_tickets = 1000 WHERE id = ${event.id}`,
    sql.raw(fill),
  ])
  const rows = await db().select().from(finalizations)
  const availableOf = (id: string) => rows.find(({ eventId }) => eventId === id)?.available
  expect([availableOf(event.id), availableOf(byHand.eventId)]).toEqual([2, 6])
})
