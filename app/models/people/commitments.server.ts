import { sql } from 'drizzle-orm'
import { sqlWasFinalized, stateSql } from '#app/models/events/state.server.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'

type OfEvent = { eventId: string; eventName: string; startsAt: number; timeZone: string }

type OpenRequest = OfEvent & {
  /** `listed`: the coming roll leaves it out. `on-roll`: a frozen roll has it. `by-hand`: decided by hand so far. */
  standing: 'listed' | 'on-roll' | 'by-hand'
}

type Holding = OfEvent & { amount: number }

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
    SELECT ${event}, results.amount AS amount
    FROM requests JOIN events ON events.id = requests.event_id
    JOIN finalizations ON finalizations.event_id = events.id AND finalizations.undone_at IS NULL
    JOIN results ON results.finalization_id = finalizations.id AND results.request_id = requests.id
    WHERE requests.user_id = ${userId} AND results.amount > 0
      AND events.cancelled_at IS NULL AND events.starts_at > ${NOW}
    ORDER BY events.starts_at, events.id LIMIT ${SHOWN}`)
  return { requests: requests.map(withStart), holdings: holdings.map(withStart) }
}

function withStart<Row extends OfEvent>(row: Row) {
  return { ...row, starts: sayInstant(row.startsAt, row.timeZone) }
}

export type FoundCommitments = Awaited<ReturnType<typeof findCommitments>>
