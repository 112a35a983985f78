import { sql } from 'drizzle-orm'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { keepLedger, type LedgerEntry, type LedgerLine, lossesOf } from './ledger.ts'

type Row = LedgerEntry & { userId: string }
type Stored = Omit<Row, 'smallest'> & { sizes: string }

/**
 * A published result counts until the next one, even while it is undone, and events keep the time of their first
 * decision: otherwise an organizer could briefly choose which history other draws see. Requests off the roll count
 * for nobody: otherwise deactivating a friend around each closing would make losses for them.
 */
async function readEntries(userId?: string): Promise<Row[]> {
  const onlyOne = userId === undefined ? sql`` : sql`AND r.user_id = ${userId}`
  const theirEvents = sql`SELECT event_id FROM requests WHERE user_id = ${userId}`
  const rows = await db().all<Stored>(sql`
    WITH published AS (
      SELECT event_id, max(number) AS last, min(finalized_at) AS first_at FROM finalizations
      ${userId === undefined ? sql`` : sql`WHERE event_id IN (${theirEvents})`} GROUP BY event_id
    ),
    decided AS (
      SELECT f.id, f.event_id, e.name, p.first_at,
        coalesce(f.available, e.total_tickets - e.held_back) AS available,
        (SELECT sum(amount) FROM results WHERE finalization_id = f.id AND amount > 0) AS given
      FROM published p
      JOIN finalizations f ON f.event_id = p.event_id AND f.number = p.last
      JOIN events e ON e.id = f.event_id
      WHERE e.cancelled_at IS NULL OR e.cancelled_at >= e.starts_at
    ),
    demand AS (
      SELECT q.event_id, sum(CASE
        WHEN CAST(q.sizes AS INTEGER) <= d.available THEN CAST(q.sizes AS INTEGER)
        ELSE (SELECT coalesce(max(value), 0) FROM json_each('[' || q.sizes || ']')
          WHERE value <= d.available) END) AS requested
      FROM decided d JOIN requests q ON q.event_id = d.event_id AND q.off_roll = 0 GROUP BY q.event_id
    )
    SELECT r.user_id AS userId, d.event_id AS eventId, d.name AS eventName, d.first_at AS finalizedAt,
      m.requested AS requested, d.available AS available, coalesce(d.given, 0) AS given,
      r.sizes AS sizes, x.amount AS got
    FROM decided d
    JOIN results x ON x.finalization_id = d.id
    JOIN requests r ON r.id = x.request_id AND r.off_roll = 0
    JOIN demand m ON m.event_id = d.event_id
    WHERE 1 ${onlyOne}`)
  return rows.map(({ sizes, ...row }) => ({ ...row, smallest: parseSizes(sizes).at(-1) ?? null }))
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
