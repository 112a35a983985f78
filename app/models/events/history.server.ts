import { and, between, desc, inArray, type SQL, sql } from 'drizzle-orm'
import { sayCount } from '#app/values/count.ts'
import { inSteps } from '#app/values/page.ts'
import { fromLocalDay, yearOf } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { events } from '#db/schema.ts'
import type { Person } from './event.server.ts'
import { HISTORY_PAGE_SIZE, type HistoryRow, type HistoryView } from './history.ts'
import { readRedraws, redrawsSql } from './redraws.server.ts'
import { sayRedraws } from './redraws.ts'
import { holdingOf } from './result.server.ts'
import { sqlIsVisibleTo, stateSql } from './state.server.ts'

type Filter = Pick<HistoryView, 'year' | 'state'>

export async function findHistoryPage(viewer: Person, view: HistoryView) {
  const condition = await historyCondition(viewer, view)
  const [counted] = await db()
    .select({ count: sql<number>`count(*)` })
    .from(events)
    .where(condition)
  const count = counted?.count ?? 0
  const pages = Math.max(1, Math.ceil(count / HISTORY_PAGE_SIZE))
  const page = Math.min(view.page, pages)
  const rows = await selectHistory(condition, holdingOf(viewer.userId))
    .limit(HISTORY_PAGE_SIZE)
    .offset((page - 1) * HISTORY_PAGE_SIZE)
  return { rows: rows.map(toHistoryRow), page, pages, count }
}

export async function eachOfHistory(viewer: Person, filter: Filter) {
  const ids = await db()
    .select({ id: events.id })
    .from(events)
    .where(await historyCondition(viewer, filter))
    .orderBy(desc(events.startsAt), desc(events.id))
  return inSteps(
    ids.map(({ id }) => id),
    async some => (await selectHistory(inArray(events.id, some))).map(toHistoryRow),
  )
}

const DAY = 24 * 3_600_000

type Span = { first: number; last: number; zone: string }

export async function findHistoryYears(viewer: Person): Promise<number[]> {
  return yearsAmong(sqlIsVisibleTo(viewer, Date.now()))
}

/** Of the events' starts, each in its own zone; the latest first. */
export async function yearsAmong(condition: SQL): Promise<number[]> {
  const ends = sql`min(${events.startsAt}) AS first, max(${events.startsAt}) AS last`
  // Bound numbers arrive as REAL, which would put each instant into a separate group.
  const step = sql.raw(String(100 * DAY))
  const spans = await db().all<Span>(sql`SELECT ${ends}, ${events.timeZone} AS zone FROM events
    WHERE ${condition} GROUP BY ${events.startsAt} / ${step}, zone`)
  const years = spans.flatMap(({ first, last, zone }) => [first, last].map(at => yearOf(at, zone)))
  return [...new Set(years)].sort((a, b) => b - a)
}

async function historyCondition(viewer: Person, { year, state }: Filter) {
  const now = Date.now()
  return and(
    sqlIsVisibleTo(viewer, now),
    state && sql`${stateSql(now)} = ${state}`,
    year === undefined ? undefined : await sqlIsInYear(year),
  )
}

export async function sqlIsInYear(year: number): Promise<SQL> {
  const [start, end] = [await startOfYear(year), await startOfYear(year + 1)]
  return sql`(events.starts_at >= ${start} AND events.starts_at < ${end})`
}

/** In the zone of each event, as the table shows it. Only zones of events close to the turn of the year matter. */
async function startOfYear(year: number): Promise<SQL> {
  const turn = Date.UTC(year, 0, 1)
  const near = between(events.startsAt, turn - DAY, turn + DAY)
  const zones = await db().selectDistinct({ zone: events.timeZone }).from(events).where(near)
  const starts = zones.map(
    ({ zone }) =>
      sql` WHEN ${zone} THEN ${fromLocalDay({ date: `${year}-01-01`, time: '00:00' }, zone)}`,
  )
  if (starts.length === 0) return sql`${turn}`
  return sql`CASE events.time_zone${sql.join(starts)} ELSE ${turn} END`
}

// The subqueries spell out `events.id`: drizzle drops the table name when it selects from one table.
function selectHistory(condition: SQL | undefined, mine = sql<number | null>`NULL`) {
  return db()
    .select({
      eventId: events.id,
      name: events.name,
      place: events.place,
      startsAt: events.startsAt,
      timeZone: events.timeZone,
      state: stateSql(Date.now()),
      redraws: redrawsSql,
      available: events.totalTickets,
      requested: events.firstSizes,
      people: events.asked,
      impossibleRequests: ofRequests('count(q.impossible)'),
      given: ofHoldings('sum(t.holding)', 'sum(max(r.amount, 0))'),
      served: ofHoldings(
        'count(CASE WHEN t.holding > 0 THEN 1 END)',
        'count(CASE WHEN r.amount > 0 THEN 1 END)',
      ),
      impossibleResults: ofResults('count(r.impossible)'),
      impossible: events.impossible,
      mine,
    })
    .from(events)
    .where(condition)
    .orderBy(desc(events.startsAt), desc(events.id))
}

type SelectedRow = Awaited<ReturnType<typeof selectHistory>>[number]

function ofRequests(figure: string): SQL<number> {
  return sql`(SELECT ${sql.raw(figure)} FROM requests q WHERE q.event_id = events.id)`
}

function ofResults(figure: string): SQL<number | null> {
  return sql`(SELECT ${sql.raw(figure)} FROM results r JOIN finalizations f ON f.id = r.finalization_id
    WHERE f.event_id = events.id AND f.undone_at IS NULL)`
}

/** What people hold in the end; the results themselves where no log was begun. */
function ofHoldings(figure: string, ofOlder: string): SQL<number | null> {
  return sql`(SELECT CASE WHEN EXISTS (SELECT 1 FROM after_states s WHERE s.finalization_id = f.id)
      THEN (SELECT ${sql.raw(figure)} FROM standings t WHERE t.finalization_id = f.id)
      ELSE (SELECT ${sql.raw(ofOlder)} FROM results r WHERE r.finalization_id = f.id) END
    FROM finalizations f WHERE f.event_id = events.id AND f.undone_at IS NULL)`
}

function toHistoryRow(row: SelectedRow): HistoryRow {
  const { impossible, impossibleRequests, impossibleResults, redraws, mine, ...figures } = row
  const isDecided = row.state === 'finalized'
  const given = isDecided ? (row.given ?? 0) : null
  return {
    ...figures,
    mine: isDecided ? mine : null,
    redraws: sayRedraws(readRedraws(redraws)),
    given,
    left: given === null ? null : row.available - given,
    served: isDecided ? (row.served ?? 0) : null,
    impossible: [
      ...(impossible ? [impossible] : []),
      ...(given !== null && given > row.available ? ['more given than there were'] : []),
      ...(impossibleRequests > 0 ? [sayCount(impossibleRequests, 'impossible request')] : []),
      ...(isDecided && impossibleResults ? [sayCount(impossibleResults, 'impossible result')] : []),
    ],
  }
}
