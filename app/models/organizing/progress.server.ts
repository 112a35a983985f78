import { sql } from 'drizzle-orm'
import type { SeenEvent } from '#app/models/events/event.server.ts'
import { keptQuery } from '#db/client.ts'
import { finalizations, requests, results } from '#db/schema.ts'

const NOTHING = { drafted: 0, given: 0, served: 0 }

/** How far the deciding has come. Before closing there is nothing to read. */
export async function readProgress({ id, state }: Pick<SeenEvent, 'id' | 'state'>) {
  if (state !== 'closed' && state !== 'finalized') return NOTHING
  return (await progressQuery().get({ eventId: id })) ?? NOTHING
}

const progressQuery = keptQuery(reads =>
  reads
    .select({
      drafted: sql<number>`count(${requests.draftAmount})`,
      given: sql<number>`coalesce(sum(max(${results.amount}, 0)), 0)`,
      served: sql<number>`count(CASE WHEN ${results.amount} > 0 THEN 1 END)`,
    })
    .from(requests)
    .leftJoin(
      finalizations,
      sql`${finalizations.eventId} = ${requests.eventId} AND ${finalizations.undoneAt} IS NULL`,
    )
    .leftJoin(
      results,
      sql`${results.finalizationId} = ${finalizations.id} AND ${results.requestId} = ${requests.id}`,
    )
    .where(sql`${requests.eventId} = ${sql.placeholder('eventId')}`)
    .prepare(),
)
