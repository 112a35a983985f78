import { sql } from 'drizzle-orm'
import { parseSizes } from '#app/models/size.ts'
import { db } from '#db/client.ts'
import { keepLedger, type LedgerEntry, type LedgerLine, lossesOf } from './ledger.ts'

type Row = LedgerEntry & { userId: string }
type Stored = Omit<Row, 'smallest'> & { sizes: string }

/** Every request of every finalized event with what it got, for one person or for all. */
async function readEntries(userId?: string): Promise<Row[]> {
  const onlyOne = userId === undefined ? sql`` : sql`AND r.user_id = ${userId}`
  const onlyHers = sql`SELECT event_id FROM requests WHERE user_id = ${userId}`
  const rows = await db().all<Stored>(sql`
    WITH decided AS (
      SELECT id, total_tickets - held_back AS available FROM events
      WHERE finalized_at IS NOT NULL ${userId === undefined ? sql`` : sql`AND id IN (${onlyHers})`}
    ),
    demand AS (
      SELECT q.event_id, d.available, sum(CASE
        WHEN CAST(q.sizes AS INTEGER) <= d.available THEN CAST(q.sizes AS INTEGER)
        ELSE (SELECT coalesce(max(value), 0) FROM json_each('[' || q.sizes || ']')
          WHERE value <= d.available) END) AS requested
      FROM decided d JOIN requests q ON q.event_id = d.id GROUP BY q.event_id
    )
    SELECT r.user_id AS userId, e.id AS eventId, e.name AS eventName, f.finalized_at AS finalizedAt,
      d.requested AS requested, d.available AS available, r.sizes AS sizes, x.amount AS got
    FROM finalizations f
    JOIN events e ON e.id = f.event_id AND e.cancelled_at IS NULL
    JOIN results x ON x.finalization_id = f.id
    JOIN requests r ON r.id = x.request_id
    JOIN demand d ON d.event_id = e.id
    WHERE f.undone_at IS NULL ${onlyOne}`)
  return rows.map(({ sizes, ...row }) => ({ ...row, smallest: parseSizes(sizes).at(-1) ?? null }))
}

/** One person's ledger, oldest event first. */
export async function readLedger(userId: string): Promise<LedgerLine[]> {
  return keepLedger(await readEntries(userId))
}

/** Losses in a row of everybody who ever asked for a finalized event, by person. */
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
