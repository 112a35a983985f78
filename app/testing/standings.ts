import { sql } from 'drizzle-orm'
import { newId } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { afterStates, standings } from '#db/schema.ts'
import { createEvent, createRequest, createUser } from './factories.ts'

type StandingRow = typeof standings.$inferSelect
type Stands = Partial<StandingRow> & { holding: number }

/** A finalized event as its log left it: one person for each entry, by default with sizes 2, 1. */
export async function eventWithStandings(
  people: Stands[],
  overrides: Parameters<typeof createEvent>[0] = {},
) {
  const finalizedAt = Date.now()
  const event = await createEvent({ closedAt: finalizedAt - 1, ...overrides })
  const finalizationId = newId()
  const rows = []
  for (const [index, person] of people.entries()) {
    const userId = person.userId ?? (await createUser()).id
    rows.push(standingOf(event.id, finalizationId, { userId, place: index + 1, ...person }))
  }
  const requests = []
  for (const { userId, sizes, decided } of rows) {
    requests.push(await createRequest({ eventId: event.id, userId, sizes, draftAmount: decided }))
  }
  const held = rows.reduce((sum, { holding }) => sum + holding, 0)
  await write([
    sql`INSERT INTO finalizations (id, event_id, number, finalized_at, with_mail)
      VALUES (${finalizationId}, ${event.id}, 1, ${finalizedAt}, 1)`,
    sql`UPDATE events SET finalized_at = ${finalizedAt} WHERE id = ${event.id}`,
    ...requests.map(
      ({ id, draftAmount }) => sql`INSERT INTO results (finalization_id, request_id, amount)
        VALUES (${finalizationId}, ${id}, ${draftAmount})`,
    ),
    ...(rows.length > 0 ? [db().insert(standings).values(rows)] : []),
    db()
      .insert(afterStates)
      .values({
        finalizationId,
        eventId: event.id,
        ...{ n: 0, startHead: '0'.repeat(64), head: '0'.repeat(64) },
        at: Math.floor(finalizedAt / 1000) * 1000,
        free: event.totalTickets - event.heldBack - held,
        nextPlace: rows.length + 1,
        offersTickets: true,
      }),
  ])
  return { event: { ...event, finalizedAt }, finalizationId, people: rows }
}

function standingOf(
  eventId: string,
  finalizationId: string,
  person: Stands & { userId: string; place: number },
): StandingRow {
  return {
    finalizationId,
    eventId,
    code: newId(),
    sizes: '2,1',
    decided: person.holding,
    level: 0,
    isWilling: true,
    hasLeft: false,
    wasSkipped: false,
    wasSetToNone: false,
    hasJoined: false,
    putBack: 0,
    returned: 0,
    wasGiven: false,
    ...person,
  }
}
