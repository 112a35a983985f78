import { type SQL, sql } from 'drizzle-orm'
import { sqlWasDrawn } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'

/** 0 off its roll, so that a number there needs a reason too. CROSS JOIN lets SQLite read the document once. */
export function drawnAmounts(eventId: string): SQL {
  return sql`(SELECT id AS request_id, 0 AS amount FROM requests
    WHERE event_id = ${eventId} AND off_roll = 1
      AND ${sqlWasDrawn(eventId)}
    UNION ALL SELECT requests.id AS request_id, given.value AS amount
    FROM (SELECT document FROM draws WHERE event_id = ${eventId} ORDER BY number DESC LIMIT 1) AS last
    CROSS JOIN json_each(last.document, '$.result') AS given
    CROSS JOIN entry_codes ON entry_codes.event_id = ${eventId} AND entry_codes.code = given.key
    CROSS JOIN requests ON requests.event_id = ${eventId} AND requests.user_id = entry_codes.user_id)`
}

export async function findDrawnAmounts(eventId: string): Promise<ReadonlyMap<string, number>> {
  const rows = await db().all<{ requestId: string; amount: number }>(
    sql`SELECT request_id AS requestId, amount FROM ${drawnAmounts(eventId)}`,
  )
  return new Map(rows.map(({ requestId, amount }) => [requestId, amount]))
}
