import { type SQL, sql } from 'drizzle-orm'
import type { ManagedEvent, Person } from '#app/models/events/event.server.ts'
import { sqlIsInYear, yearsAmong } from '#app/models/events/history.server.ts'
import { sqlHoldingsWhere } from '#app/models/events/holders.server.ts'
import { sqlIsManagedBy } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { sqlGain } from './holdings.server.ts'
import { type Counts, outcomeOf } from './report.ts'

type Row = Counts & { eventId: string; name: string; startsAt: number; timeZone: string }

/** Undefined until the event has started, and where nothing was given in the end. */
export async function findReport({ id }: ManagedEvent) {
  const [row] = await selectReports(sql`events.id = ${id}`)
  return row && outcomeOf(row)
}

export async function findReports(person: Person, year: number) {
  const rows = await selectReports(sql`${sqlIsManagedBy(person)} AND ${await sqlIsInYear(year)}`)
  return rows.map(({ eventId, name, startsAt, timeZone, ...counts }) => ({
    ...{ eventId, name, startsAt, timeZone },
    ...outcomeOf(counts),
  }))
}

/** The latest first. */
export async function findReportYears(person: Person): Promise<number[]> {
  return yearsAmong(sql`${sqlIsManagedBy(person)} AND ${sqlIsToReport()}`)
}

const sqlIsToReport = () => sql`(events.finalized_at IS NOT NULL AND events.cancelled_at IS NULL
  AND events.starts_at <= ${Date.now()})`

async function selectReports(condition: SQL): Promise<Row[]> {
  const moved = (figure: SQL, more: SQL) => sql`coalesce((SELECT ${figure} FROM ticket_moves
    JOIN finalizations ON finalizations.id = ticket_moves.finalization_id AND finalizations.undone_at IS NULL
    WHERE ticket_moves.event_id = events.id AND ${more}), 0)`
  const movedLater = moved(sqlGain, sql`ticket_moves.at >= events.starts_at`)
  const back = moved(
    sql`sum(ticket_moves.tickets)`,
    sql`ticket_moves.kind IN ('returned', 'recalled', 'released') AND ticket_moves.at < events.starts_at`,
  )
  return db().all<Row>(sql`
    SELECT events.id AS eventId, events.name, events.starts_at AS startsAt, events.time_zone AS timeZone,
      sums.held - ${movedLater} AS held, ${back} AS back, sums.came, sums.extra, sums.handed
    FROM events JOIN (${sumsOf(condition)}) AS sums ON sums.eventId = events.id
    ORDER BY events.starts_at DESC, events.id DESC`)
}

/** Of each person as they hold at the end. */
function sumsOf(condition: SQL): SQL {
  const held = sql`max(coalesce(held.holding, 0), 0)`
  const came = sql`coalesce(holders.came, 0)`
  const events = sql`finalizations.event_id IN (SELECT events.id FROM events
    WHERE ${condition} AND ${sqlIsToReport()})`
  return sql`SELECT held.eventId, sum(${held}) AS held, sum(min(${came}, ${held})) AS came,
      sum(max(${came} - ${held}, 0)) AS extra,
      coalesce(sum(CASE WHEN holders.handed_at IS NOT NULL THEN ${held} END), 0) AS handed
    FROM ${sqlHoldingsWhere(events)} AS held
    LEFT JOIN holders ON holders.event_id = held.eventId AND holders.user_id = held.userId
    GROUP BY held.eventId`
}
