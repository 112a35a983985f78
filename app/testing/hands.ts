import { sql } from 'drizzle-orm'
import type { AfterKind } from '#app/allocation/after/line.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { holders } from '#db/schema.ts'
import { createUser } from './factories.ts'
import { eventWithStandings } from './standings.ts'

const GAINS: AfterKind[] = ['given', 'accepted', 'taken']

type Held = { name: string; holding: number }

/** A finalized event of 100 tickets with its log, and its people in the sequence given, with their tickets' codes. */
export async function heldEvent(
  people: Held[],
  overrides: Parameters<typeof eventWithStandings>[1] = {},
) {
  const users: Awaited<ReturnType<typeof createUser>>[] = []
  for (const { name } of people) users.push(await createUser({ name }))
  const { event, finalizationId } = await eventWithStandings(
    people.map(({ holding }, index) => ({
      ...{ userId: users[index]?.id ?? '', holding, code: codeOf(index + 1) },
    })),
    { totalTickets: 100, ...overrides },
  )
  const holding = users.filter((_, index) => people[index]?.holding)
  await write(
    holding.map(({ id: userId }) =>
      db()
        .insert(holders)
        .values({ eventId: event.id, userId, doorCode: ticketCodeOf(userId) }),
    ),
  )
  return { event, users, finalizationId }
}

const codeOf = (place: number) => `code${place}`

/** Of a person of `heldEvent`. */
export function ticketCodeOf(userId: string): string {
  return Buffer.from(userId.padEnd(16, '0').slice(-16)).toString('hex')
}

type Move = { kind: AfterKind; place: number; tickets: number; at?: number }

/** Writes a line of the log about the person at a place, and where it leads. */
export async function moveTickets(
  finalizationId: string,
  { kind, place, tickets, at = Math.floor(Date.now() / 1000) * 1000 }: Move,
): Promise<void> {
  const gain = GAINS.includes(kind) ? tickets : -tickets
  await write([
    sql`INSERT INTO ticket_moves (finalization_id, n, event_id, at, kind, code, tickets, head)
      SELECT finalization_id, n + 1, event_id, ${at}, ${kind}, ${codeOf(place)}, ${tickets}, head
      FROM after_states WHERE finalization_id = ${finalizationId}`,
    sql`UPDATE standings SET holding = holding + ${gain}
      WHERE finalization_id = ${finalizationId} AND code = ${codeOf(place)}`,
    sql`UPDATE after_states SET n = n + 1, at = ${at}, free = free - ${gain}
      WHERE finalization_id = ${finalizationId}`,
  ])
}
