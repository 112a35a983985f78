import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { finalize } from '#app/models/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { events } from '#db/schema.ts'
import { readLedger, readLosses } from './ledger.server.ts'

testDatabase()

type Asked = { sizes: string; got: number }

/** A finalized event; returns who asked, in that sequence. */
async function decided(asked: Asked[], totalTickets: number, heldBack = 0): Promise<string[]> {
  const owner = await createUser({ role: 'organizer' })
  const event = await createEvent({ ownerId: owner.id, closedAt: 1, totalTickets, heldBack })
  const people = []
  for (const { sizes, got } of asked) {
    const request = await createRequest({ eventId: event.id, sizes, draftAmount: got })
    people.push(request.userId)
  }
  const [row] = await db().select().from(events).where(eq(events.id, event.id))
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  expect((await finalize(event.id, viewerOf(owner), order)).refusal).toBeUndefined()
  return people
}

async function verdictsOf(people: string[]) {
  const ledgers = await Promise.all(people.map(readLedger))
  return ledgers.map(lines => lines.at(-1)?.verdict)
}

describe('a loss', () => {
  test('is to get nothing where more was asked for than there was', async () => {
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

  test('is not to ask for more than there ever was', async () => {
    const people = await decided(
      [
        { sizes: '4', got: 4 },
        { sizes: '9,6', got: 0 },
        { sizes: '9,1', got: 0 },
      ],
      4,
    )
    // The third asks for one at least, so that 5 are asked for and 4 there.
    expect(await verdictsOf(people)).toEqual(['won', 'not-eligible', 'lost'])
    const [line] = await readLedger(people[0] as string)
    expect(line).toMatchObject({ requested: 5, available: 4 })
  })

  test('is none where enough was there for what could be had', async () => {
    const people = await decided(
      [
        { sizes: '8,2', got: 2 },
        { sizes: '1', got: 0 },
      ],
      4,
    )
    expect(await verdictsOf(people)).toEqual(['won', 'not-counted'])
  })

  test('counts what was held back as not there', async () => {
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
})
