import { type SQL, sql } from 'drizzle-orm'
import { type AfterKind, type AfterLine, formatAfterLine } from '#app/allocation/after/line.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'

interface LineRow {
  n: number
  at: number
  kind: AfterKind
  code: string
  tickets: number
  sizes: string
  untilAt: number | null
}

/** The decision that counts, or the one with this number. */
function whichLog(eventId: string, number: number | undefined): SQL {
  const which = number === undefined ? sql`f.undone_at IS NULL` : sql`f.number = ${number}`
  return sql`(SELECT f.id FROM finalizations f JOIN after_states s ON s.finalization_id = f.id
    WHERE f.event_id = ${eventId} AND ${which})`
}

/** @returns undefined where no log was begun */
export async function findAfterLog(eventId: string, number?: number): Promise<string | undefined> {
  const id = whichLog(eventId, number)
  const rows = await db().all<LineRow>(sql`
    SELECT n, at, kind, code, tickets, sizes, until_at AS untilAt FROM ticket_moves
    WHERE finalization_id = ${id} ORDER BY n`)
  if (rows.length > 0) return rows.map(row => `${formatAfterLine(lineOf(row))}\n`).join('')
  const [log] = await db().all(sql`SELECT 1 AS found WHERE ${id} IS NOT NULL`)
  return log ? '' : undefined
}

function lineOf({ sizes, untilAt, at, ...row }: LineRow): AfterLine {
  const until = untilAt === null ? null : untilAt / 1000
  return { ...row, at: at / 1000, until, sizes: parseSizes(sizes) }
}

/** Lines. */
const PAGE = 50

interface StateRow {
  id: string
  number: number
  n: number
  head: string
  at: number
  free: number
  held: number
  offered: number
  people: number
  corrected: number
  skipped: number
  finalizedLines: number
  /** The numbers of decisions that were made again, as JSON. */
  earlier: string
}

export interface AfterLogPage extends Omit<StateRow, 'id' | 'finalizedLines' | 'earlier'> {
  readonly earlier: readonly number[]
  /** Newest first. `isOfFinalizing`: what was decided. */
  readonly lines: readonly (AfterLine & { isOfFinalizing: boolean })[]
  readonly page: number
  readonly pages: number
}

/** What an organizer changed of a published number: finalizing itself gives without a reason. */
const IS_CORRECTION = sql`(m.kind IN ('lowered', 'recalled') OR m.kind = 'given' AND m.reason <> '')`

/** @returns undefined where no log was begun */
export async function readAfterLog(
  eventId: string,
  wanted: number,
): Promise<AfterLogPage | undefined> {
  const [state] = await db().all<StateRow>(sql`
    SELECT s.finalization_id AS id, f.number, s.n, s.head, s.at, s.free,
      (SELECT coalesce(sum(holding), 0) FROM standings t WHERE t.finalization_id = s.finalization_id) AS held,
      (SELECT coalesce(sum(tickets), 0) FROM offers o
        WHERE o.finalization_id = s.finalization_id AND o.state = 'open') AS offered,
      (SELECT count(*) FROM standings t WHERE t.finalization_id = s.finalization_id) AS people,
      (SELECT count(DISTINCT m.code) FROM ticket_moves m
        WHERE m.finalization_id = s.finalization_id AND ${IS_CORRECTION}) AS corrected,
      (SELECT count(DISTINCT m.code) FROM ticket_moves m
        WHERE m.finalization_id = s.finalization_id AND m.kind = 'skipped') AS skipped,
      coalesce((SELECT m.n - 1 FROM ticket_moves m WHERE m.finalization_id = s.finalization_id
        AND (m.kind NOT IN ('added', 'removed', 'joined', 'given') OR m.at > (SELECT first.at FROM ticket_moves first
          WHERE first.finalization_id = s.finalization_id AND first.n = 1))
        ORDER BY m.n LIMIT 1), s.n) AS finalizedLines,
      (SELECT json_group_array(earlier.number) FROM finalizations earlier JOIN after_states e
        ON e.finalization_id = earlier.id WHERE earlier.event_id = s.event_id AND earlier.undone_at IS NOT NULL) AS earlier
    FROM after_states s JOIN finalizations f ON f.id = s.finalization_id
    WHERE s.event_id = ${eventId} AND f.undone_at IS NULL`)
  if (!state) return undefined
  const { id, finalizedLines, ...counts } = {
    ...state,
    earlier: JSON.parse(state.earlier) as number[],
  }
  const pages = Math.max(1, Math.ceil(state.n / PAGE))
  const page = Math.min(wanted, pages)
  const rows = await db().all<LineRow>(sql`
    SELECT n, at, kind, code, tickets, sizes, until_at AS untilAt FROM ticket_moves
    WHERE finalization_id = ${id} AND n <= ${state.n - (page - 1) * PAGE} ORDER BY n DESC LIMIT ${PAGE}`)
  const lines = rows.map(row => ({ ...lineOf(row), isOfFinalizing: row.n <= finalizedLines }))
  return { ...counts, lines, page, pages }
}
