import { sql } from 'drizzle-orm'
import { holdingOf } from '#app/models/events/result.server.ts'
import { sqlWasFinalized, stateSql } from '#app/models/events/state.server.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'

type OfEvent = { eventId: string; eventName: string; startsAt: number; timeZone: string }

type OpenRequest = OfEvent & {
  /** `listed`: the coming roll leaves it out. `on-roll`: a frozen roll has it. `by-hand`: decided by hand so far. */
  standing: 'listed' | 'on-roll' | 'by-hand'
}

type Holding = OfEvent & { amount: number; offered: number }

const SHOWN = 50

export async function findCommitments(userId: string) {
  const event = sql`events.id AS eventId, events.name AS eventName, events.starts_at AS startsAt,
    events.time_zone AS timeZone`
  const requests = await db().all<OpenRequest>(sql`
    SELECT ${event}, CASE
        WHEN ${sqlWasFinalized()} THEN 'by-hand'
        WHEN rolls.number IS NOT NULL AND requests.off_roll = 0 THEN 'on-roll'
        ELSE 'listed' END AS standing
    FROM requests JOIN events ON events.id = requests.event_id
    LEFT JOIN rolls ON rolls.event_id = events.id AND rolls.superseded_at IS NULL
    WHERE requests.user_id = ${userId} AND ${stateSql(NOW)} IN ('draft', 'open', 'closed')
    ORDER BY events.starts_at, events.id LIMIT ${SHOWN}`)
  const holdings = await db().all<Holding>(sql`
    SELECT * FROM (SELECT ${event}, ${holdingOf(userId)} AS amount,
        coalesce((SELECT sum(tickets) FROM offers
          WHERE offers.event_id = events.id AND offers.user_id = ${userId} AND offers.state = 'open'), 0) AS offered
      FROM events
      WHERE events.cancelled_at IS NULL AND events.starts_at > ${NOW} AND events.finalized_at IS NOT NULL)
    WHERE amount > 0 OR offered > 0
    ORDER BY startsAt, eventId LIMIT ${SHOWN}`)
  return { requests: requests.map(withStart), holdings: holdings.map(withStart) }
}

function withStart<Row extends OfEvent>(row: Row) {
  return { ...row, starts: sayInstant(row.startsAt, row.timeZone) }
}

export type FoundCommitments = Awaited<ReturnType<typeof findCommitments>>
