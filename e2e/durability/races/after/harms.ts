import { sql } from 'drizzle-orm'
import { expectLogToHold } from '#app/testing/after.ts'
import { db } from '#db/client.ts'
import type { Done } from './deeds.ts'

/** What a race has broken: nothing is lost, nothing doubled, and the sums are right. */
export async function findHarms(eventIds: readonly string[], deeds: readonly Done[]) {
  const done = deeds.filter(({ status }) => status === 303)
  return [
    ...compare(done.map(nameDeed), await listWritten(eventIds)),
    ...(await findWrongRows(eventIds)),
    ...(await findBrokenLogs(eventIds)),
  ]
}

const OF_ORGANIZERS = new Set(['lowered', 'recalled', 'given', 'skipped', 'held'])
const OF_EVENTS = new Set(['changed', 'finalized', 'undone', 'cancelled'])

function nameDeed({ eventId, kind, by, tickets, mark }: Done): string {
  if (kind === 'finalized') return `${eventId} finalized`
  if (OF_ORGANIZERS.has(kind) || OF_EVENTS.has(kind)) return `${eventId} ${kind} ${mark}`
  const counts = kind === 'accepted' || kind === 'returned' || kind === 'taken'
  return `${eventId} ${kind} ${by.id}${counts ? ` ${tickets}` : ''}`
}

/** Lines that are somebody's press, and events' own entries in the audit trail, named as `nameDeed` does. */
async function listWritten(eventIds: readonly string[]): Promise<string[]> {
  const ids = JSON.stringify(eventIds)
  const rows = await db().all<{ name: string }>(sql`
    SELECT line.event_id || ' ' || CASE
        WHEN kind IN ('added', 'removed') THEN 'held ' || reason
        WHEN reason <> '' THEN kind || ' ' || reason
        WHEN kind IN ('accepted', 'returned', 'taken') THEN kind || ' ' || user_id || ' ' || tickets
        ELSE kind || ' ' || user_id END AS name
    FROM ticket_moves AS line
    LEFT JOIN standings ON standings.finalization_id = line.finalization_id AND standings.code = line.code
    WHERE line.event_id IN (SELECT value FROM json_each(${ids})) AND (
      kind IN ('accepted', 'returned', 'taken', 'left', 'rejoined', 'lowered', 'recalled', 'skipped')
      OR kind IN ('given', 'added', 'removed') AND reason <> ''
      -- Giving back declines what is open, and a log begins with who asked: those are no presses of their own.
      OR kind IN ('declined', 'joined') AND EXISTS (SELECT 1 FROM audit_entries a WHERE a.event_id = line.event_id
        AND a.subject_id = line.finalization_id AND action = 'tickets.' || kind AND after ->> 'firstLine' = n))
    UNION ALL
    SELECT event_id || CASE action
        WHEN 'event.finalized' THEN ' finalized'
        WHEN 'event.changed' THEN ' changed ' || (after ->> 'notes')
        WHEN 'event.unfinalized' THEN ' undone ' || (after ->> 'reason')
        ELSE ' cancelled ' || (after ->> 'cancelReason') END
    FROM audit_entries WHERE event_id IN (SELECT value FROM json_each(${ids}))
      AND action IN ('event.finalized', 'event.changed', 'event.unfinalized', 'event.cancelled')
      -- The first decision is no part of the race.
      AND subject_id NOT IN (SELECT id FROM finalizations WHERE number = 1 AND action = 'event.finalized')`)
  return rows.map(({ name }) => name)
}

function compare(done: string[], written: string[]): string[] {
  const left = new Map<string, number>()
  for (const name of done) left.set(name, (left.get(name) ?? 0) + 1)
  for (const name of written) left.set(name, (left.get(name) ?? 0) - 1)
  return [...left].flatMap(([name, count]) => {
    if (count === 0) return []
    return [count > 0 ? `lost: ${name}` : `doubled, or was refused: ${name}`]
  })
}

const WRONG = sql`
  SELECT 'sum of ' || s.event_id AS wrong FROM after_states s
  JOIN finalizations f ON f.id = s.finalization_id AND f.undone_at IS NULL JOIN events e ON e.id = s.event_id
  WHERE e.total_tickets <> e.held_back + s.free
    + (SELECT coalesce(sum(holding), 0) FROM standings t WHERE t.finalization_id = f.id)
    + (SELECT coalesce(sum(tickets), 0) FROM offers o WHERE o.finalization_id = f.id AND o.state = 'open')
  UNION ALL
  SELECT 'below nothing: ' || event_id FROM standings WHERE holding < 0
  UNION ALL
  SELECT 'below nothing is free: ' || event_id FROM after_states WHERE free < 0
  UNION ALL
  SELECT 'open after its event: ' || o.event_id FROM offers o JOIN events e ON e.id = o.event_id
  WHERE o.state = 'open' AND (e.cancelled_at IS NOT NULL OR e.finalized_at IS NULL)
  UNION ALL
  SELECT 'two open offers: ' || event_id FROM offers WHERE state = 'open' GROUP BY event_id, user_id HAVING count(*) > 1
  UNION ALL
  SELECT 'offers and lines: ' || o.event_id || ' ' || o.state FROM offers o
  GROUP BY o.event_id, o.state HAVING count(*) <> (SELECT count(*) FROM ticket_moves m
    WHERE m.event_id = o.event_id AND m.kind = o.state) AND o.state <> 'open'
  UNION ALL
  SELECT 'offers made: ' || event_id FROM offers o GROUP BY event_id
  HAVING count(*) <> (SELECT count(*) FROM ticket_moves m WHERE m.event_id = o.event_id AND m.kind = 'offered')
  UNION ALL
  SELECT 'offer without a mail: ' || o.event_id FROM offers o
  WHERE NOT EXISTS (SELECT 1 FROM mails WHERE reason_key = 'offer:' || o.id)
  UNION ALL
  SELECT 'an instant went back: ' || a.event_id FROM ticket_moves a
  JOIN ticket_moves b ON b.finalization_id = a.finalization_id AND b.n = a.n + 1 WHERE b.at < a.at
  UNION ALL
  SELECT 'two batches wrote line ' || (a.after ->> 'lastLine') || ' of ' || a.event_id FROM audit_entries a
  JOIN audit_entries b ON b.event_id = a.event_id AND b.subject_id = a.subject_id AND b.id <> a.id AND b.subject = 'tickets'
  WHERE a.subject = 'tickets' AND (b.after ->> 'firstLine') BETWEEN (a.after ->> 'firstLine') AND (a.after ->> 'lastLine')
    AND (b.after ->> 'firstLine') <= (b.after ->> 'lastLine')`

async function findWrongRows(eventIds: readonly string[]): Promise<string[]> {
  const rows = await db().all<{ wrong: string }>(WRONG)
  return rows
    .map(({ wrong }) => wrong)
    .filter(wrong => eventIds.some(eventId => wrong.includes(eventId)))
}

/** Replays each log, and compares where it leads with every row. */
async function findBrokenLogs(eventIds: readonly string[]): Promise<string[]> {
  const broken: string[] = []
  for (const eventId of eventIds) {
    if (!(await isDecided(eventId))) continue
    await expectLogToHold(eventId).catch(error =>
      broken.push(`the log of ${eventId} leads elsewhere: ${String(error).slice(0, 200)}`),
    )
  }
  return broken
}

async function isDecided(eventId: string): Promise<boolean> {
  const row = await db().get<{ is: number }>(
    sql`SELECT count(*) AS "is" FROM finalizations WHERE event_id = ${eventId} AND undone_at IS NULL`,
  )
  return (row?.is ?? 0) > 0
}

/** How many lines of each kind the logs have. */
export async function countLines(eventIds: readonly string[]): Promise<Record<string, number>> {
  const rows = await db().all<{ kind: string; count: number }>(sql`
    SELECT kind, count(*) AS count FROM ticket_moves
    WHERE event_id IN (SELECT value FROM json_each(${JSON.stringify(eventIds)})) GROUP BY kind`)
  return Object.fromEntries(rows.map(({ kind, count }) => [kind, count]))
}
