import { type SQL, sql } from 'drizzle-orm'
import { sqlWasFinalized } from '#app/models/events/state.server.ts'
import { sayCount } from '#app/values/count.ts'
import { db } from '#db/client.ts'
import { refuseIf } from '#db/lane.ts'

/**
 * A document does not verify if overrides give more than its capacity, even when the total was raised later. Version 1
 * had no such bound. Only people on the roll count, and those whose request is gone count as the draw had them.
 */
export function mustFitDraw(eventId: string) {
  return refuseIf('over-draw' as const, sqlIsOverDraw(eventId))
}

function sqlIsOverDraw(eventId: string): SQL {
  const given = sql`(SELECT sum(CASE WHEN requests.id IS NULL THEN given.value ELSE draft_amount END)
    FROM json_each(document, '$.result') AS given
    LEFT JOIN entry_codes ON entry_codes.event_id = ${eventId} AND entry_codes.code = given.key
    LEFT JOIN requests ON requests.event_id = ${eventId} AND requests.user_id = entry_codes.user_id)`
  return sql`SELECT CASE WHEN document ->> '$.version' = 2
        AND document ->> '$.capacity' < (SELECT total_tickets FROM events WHERE id = ${eventId})
      THEN ${given} > document ->> '$.capacity' ELSE 0 END
    FROM draws WHERE event_id = ${eventId} ORDER BY number DESC LIMIT 1`
}

/** The same in words; undefined where the numbers fit. */
export async function findOverDraw(eventId: string): Promise<string | undefined> {
  const row = await db().get<{ isOver: number }>(sql`SELECT (${sqlIsOverDraw(eventId)}) AS isOver`)
  return row?.isOver ? sayOverDraw(eventId) : undefined
}

export async function sayOverDraw(eventId: string): Promise<string> {
  const row = await db().get<{ number: number; capacity: number; isFinal: number }>(sql`
    SELECT number, document ->> '$.capacity' AS capacity, ${sqlWasFinalized(eventId)} AS isFinal
    FROM draws WHERE event_id = ${eventId} ORDER BY number DESC LIMIT 1`)
  const { number = 1, capacity = 0, isFinal = 1 } = row ?? {}
  const more = isFinal ? '' : ' To give out more, make another draw.'
  return `Draw ${number} was made for ${sayCount(capacity, 'ticket')}, but the people in it now get more. Lower some numbers.${more}`
}
