import { and, eq, isNull, sql } from 'drizzle-orm'
import type { SeenEvent } from '#app/models/events/event.server.ts'
import { keptQuery } from '#db/client.ts'
import { afterStates, finalizations, requests, results, standings } from '#db/schema.ts'

const NOTHING = { drafted: 0, given: 0, served: 0 }

/** How far the deciding has come: numbers in the draft of a closed event, tickets of a decided one. */
export async function readProgress({ id: eventId, state }: Pick<SeenEvent, 'id' | 'state'>) {
  if (state === 'closed') return { ...NOTHING, ...(await draftQuery().get({ eventId })) }
  if (state === 'finalized') return { ...NOTHING, ...(await givenQuery().get({ eventId })) }
  return NOTHING
}

const draftQuery = keptQuery(reads =>
  reads
    .select({ drafted: sql<number>`count(${requests.draftAmount})` })
    .from(requests)
    .where(eq(requests.eventId, sql.placeholder('eventId')))
    .prepare(),
)

/** What is held; where no log was begun, what was decided. */
const amountNow = sql`coalesce(${standings.holding}, max(${results.amount}, 0))`

const givenQuery = keptQuery(reads =>
  reads
    .select({
      given: sql<number>`coalesce(sum(${amountNow}), 0)`,
      served: sql<number>`count(CASE WHEN ${amountNow} > 0 THEN 1 END)`,
    })
    .from(finalizations)
    .leftJoin(afterStates, eq(afterStates.finalizationId, finalizations.id))
    .leftJoin(
      results,
      and(eq(results.finalizationId, finalizations.id), isNull(afterStates.finalizationId)),
    )
    .leftJoin(standings, eq(standings.finalizationId, afterStates.finalizationId))
    .where(
      and(eq(finalizations.eventId, sql.placeholder('eventId')), isNull(finalizations.undoneAt)),
    )
    .prepare(),
)
