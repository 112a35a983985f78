import { type SQL, sql } from 'drizzle-orm'
import { sqlWasFinalized } from '#app/models/events/state.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { readAfter, sqlAfter } from './after.server.ts'
import { sqlIsAsked } from './asked.server.ts'
import { keepLedger, type LedgerEntry, type LedgerLine, lossesOf } from './ledger.ts'

type Row = LedgerEntry & { userId: string }
type Stored = Omit<Row, 'smallest' | 'isAsked' | 'isPinned' | 'after'> & {
  after: string | null
  sizes: string
  isAsked: number
  isPinned: number
}

const sqlRequest = sql`r.user_id AS userId, e.id AS eventId, e.name AS eventName, owner.name AS ownerName,
  r.sizes AS sizes, ${sqlIsAsked('r')} AS isAsked, r.was_pinned AS isPinned, r.drawn_amount AS drawn`

/** An event that was cancelled before it began gave nobody anything. */
const sqlCounts = sql`(e.cancelled_at IS NULL OR e.cancelled_at >= e.starts_at)`

/** For one person or for all. */
async function readEntries(userId?: string): Promise<Row[]> {
  const rows = await db().all<Stored>(sql`${finalRows(userId)} UNION ALL ${joinedRows(userId)}
    UNION ALL ${drawnRows(userId)}`)
  return rows.map(({ sizes, isAsked, isPinned, after, ...row }) => {
    const smallest = parseSizes(sizes).at(-1) ?? null
    return {
      ...row,
      isAsked: isAsked === 1,
      isPinned: isPinned === 1,
      smallest,
      after: after === null ? null : readAfter(after, smallest ?? 1),
    }
  })
}

/**
 * A published result counts until the next one, even while it is undone, and events keep the time of their first
 * decision: otherwise an organizer could briefly choose which history other draws see.
 */
function finalRows(userId: string | undefined): SQL {
  const theirEvents = sql`SELECT event_id FROM requests WHERE user_id = ${userId}`
  return sql`
    SELECT ${sqlRequest}, p.first_at AS finalizedAt, f.drawn_for AS drawnFor,
      coalesce(f.wanted, 0) AS wanted, coalesce(f.open_seconds, 0) AS openSeconds, x.amount AS got,
      ${sqlAfter} AS after
    FROM (SELECT event_id, max(number) AS last, min(finalized_at) AS first_at FROM finalizations
      ${userId === undefined ? sql`` : sql`WHERE event_id IN (${theirEvents})`} GROUP BY event_id) p
    CROSS JOIN finalizations f ON f.event_id = p.event_id AND f.number = p.last
    CROSS JOIN events e ON e.id = f.event_id AND ${sqlCounts}
    CROSS JOIN users owner ON owner.id = e.owner_id
    JOIN requests r ON r.event_id = e.id
    JOIN results x ON x.finalization_id = f.id AND x.request_id = r.id
    LEFT JOIN standings t ON t.event_id = e.id AND t.user_id = r.user_id AND t.finalization_id = f.id
    ${userId === undefined ? sql`` : sql`WHERE r.user_id = ${userId}`}`
}

/** Who joined a waiting list afterwards: what they accepted or took may be a win, nothing else counts. */
function joinedRows(userId: string | undefined): SQL {
  return sql`
    SELECT t.user_id AS userId, e.id AS eventId, e.name AS eventName, owner.name AS ownerName, t.sizes AS sizes,
      0 AS isAsked, 0 AS isPinned, NULL AS drawn, p.first_at AS finalizedAt, NULL AS drawnFor, 0 AS wanted,
      0 AS openSeconds, 0 AS got, ${sqlAfter} AS after
    FROM standings t
    JOIN finalizations f ON f.id = t.finalization_id
    JOIN (SELECT event_id, max(number) AS last, min(finalized_at) AS first_at FROM finalizations GROUP BY event_id) p
      ON p.event_id = f.event_id AND p.last = f.number
    JOIN events e ON e.id = t.event_id AND ${sqlCounts}
    JOIN users owner ON owner.id = e.owner_id
    WHERE t.has_joined = 1 ${userId === undefined ? sql`` : sql`AND t.user_id = ${userId}`}
      AND EXISTS (SELECT 1 FROM ticket_moves m WHERE m.event_id = t.event_id AND m.code = t.code
        AND m.finalization_id = t.finalization_id AND m.kind IN ('accepted', 'taken'))`
}

/** Drawn and not final: tickets that the draw gave. What an organizer changes until then is nobody’s to see. */
function drawnRows(userId: string | undefined): SQL {
  return sql`
    SELECT ${sqlRequest}, NULL AS finalizedAt, NULL AS drawnFor, 0 AS wanted, 0 AS openSeconds, r.drawn_amount AS got,
      NULL AS after
    FROM ${userId === undefined ? sql`events e CROSS JOIN requests r` : sql`requests r CROSS JOIN events e`}
      ON r.event_id = e.id
    CROSS JOIN users owner ON owner.id = e.owner_id
    WHERE ${sqlCounts} AND r.drawn_amount > 0
      ${userId === undefined ? sql`` : sql`AND r.user_id = ${userId}`}
      AND e.id IN (SELECT event_id FROM draws) AND NOT ${sqlWasFinalized(sql`e.id`)}`
}

export async function readLedger(userId: string): Promise<LedgerLine[]> {
  return keepLedger(await readEntries(userId))
}

export async function readLosses(): Promise<Map<string, number>> {
  const ledgers = await readAllLedgers()
  return new Map([...ledgers].map(([userId, lines]) => [userId, lossesOf(lines)]))
}

export async function readAllLedgers(): Promise<Map<string, LedgerLine[]>> {
  const byPerson = new Map<string, Row[]>()
  for (const row of await readEntries()) {
    const rows = byPerson.get(row.userId)
    if (rows) rows.push(row)
    else byPerson.set(row.userId, [row])
  }
  return new Map([...byPerson].map(([userId, rows]) => [userId, keepLedger(rows)]))
}
