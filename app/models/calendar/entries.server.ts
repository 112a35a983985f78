import { type SQL, sql } from 'drizzle-orm'
import { WAITS } from '#app/models/events/result.server.ts'
import { db } from '#db/client.ts'
import type { CalendarEntry } from './calendar.ts'

const YEAR = 366 * 24 * 3_600_000

/** @returns undefined for somebody who neither holds a ticket of this event nor waits for one */
export async function findEntry(
  userId: string,
  eventId: string,
): Promise<CalendarEntry | undefined> {
  const [entry] = await readEntries(userId, sql`events.id = ${eventId}`)
  return entry
}

/** A year back: calendars drop what is no longer in the file. */
export async function listEntries(userId: string): Promise<CalendarEntry[]> {
  return readEntries(userId, sql`events.starts_at > ${Date.now() - YEAR}`)
}

type Row = Omit<CalendarEntry, 'isCancelled'> & { isCancelled: number }

async function readEntries(userId: string, which: SQL): Promise<CalendarEntry[]> {
  const rows = await db().all<Row>(sql`
    SELECT events.id AS eventId, events.name AS name, events.place AS place,
      events.starts_at AS startsAt, events.cancelled_at IS NOT NULL AS isCancelled,
      events.version + f.number + (SELECT count(*) FROM ticket_moves
        WHERE ticket_moves.event_id = events.id AND ticket_moves.code = standings.code) AS sequence,
      coalesce(standings.holding, results.amount) AS holding
    FROM events JOIN finalizations f ON f.event_id = events.id AND f.undone_at IS NULL
    LEFT JOIN standings ON standings.event_id = events.id
      AND standings.user_id = ${userId} AND standings.finalization_id = f.id
    LEFT JOIN requests ON requests.event_id = events.id AND requests.user_id = ${userId}
    LEFT JOIN results ON results.finalization_id = f.id AND results.request_id = requests.id
    WHERE ${which} AND events.finalized_at IS NOT NULL
      AND (coalesce(standings.holding, results.amount) > 0 OR (${WAITS} AND events.starts_at > ${Date.now()}))
    ORDER BY events.starts_at, events.id`)
  return rows.map(row => ({ ...row, isCancelled: Boolean(row.isCancelled) }))
}
