import { type SQL, sql } from 'drizzle-orm'
import { sqlWasDrawn } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless } from '#db/lane.ts'
import { sqlIsAsked } from './asked.server.ts'

/** Tickets that the last draw gave out; null without a draw. Pins and held-back tickets come off first. */
export function sqlDrawnFor(eventId: string): SQL {
  return sql`((SELECT json_extract(document, '$.capacity') - json_extract(document, '$.heldBack')
      FROM draws WHERE event_id = ${eventId} ORDER BY number DESC LIMIT 1)
    - (SELECT coalesce(sum(drawn_amount), 0) FROM requests WHERE event_id = ${eventId} AND was_pinned = 1))`
}

/** The first sizes, together, of those who asked or confirmed and were drawn for; null without a draw. */
export function sqlWanted(eventId: string): SQL {
  return sql`CASE WHEN ${sqlWasDrawn(eventId)} THEN
    (SELECT coalesce(sum(CAST(sizes AS INTEGER)), 0) FROM requests
      WHERE event_id = ${eventId} AND drawn_amount IS NOT NULL AND was_pinned = 0 AND ${sqlIsAsked()}) END`
}

/**
 * How long requests were open, in whole seconds, all times together. The audit trail decides: an opening time that was
 * set afterwards opened nothing before.
 */
export function sqlOpenSeconds(eventId: string): SQL {
  return sql`(
    SELECT coalesce(sum(max(0, min(until, coalesce(closes, until), coalesce(closed, until))
      - max(since, coalesce(opens, until)))), 0) / 1000
    FROM (
      SELECT at AS since, lead(at, 1, ${NOW}) OVER (ORDER BY id) AS until,
        CASE action WHEN 'event.closed' THEN before ->> 'opensAt'
          WHEN 'event.reopened' THEN min(coalesce(before ->> 'opensAt', at), at)
          ELSE after ->> 'opensAt' END AS opens,
        CASE action WHEN 'event.closed' THEN before ->> 'closesAt' ELSE after ->> 'closesAt' END AS closes,
        after ->> 'closedAt' AS closed
      FROM audit_entries
      WHERE subject = 'event' AND subject_id = ${eventId} AND action IN
        ('event.created', 'event.imported', 'event.changed', 'event.closed', 'event.reopened')))`
}

/** Rises with everything that can change somebody's losses or wins: none of these rows ever goes or goes back. */
const sqlLedgerVersion = sql<string>`(SELECT
  (SELECT count(*) || ' ' || count(undone_at) FROM finalizations)
  || ' ' || (SELECT count(*) FROM draws)
  || ' ' || (SELECT count(*) FROM events WHERE cancelled_at IS NOT NULL))`

/** Read before the losses are. */
export async function readLedgerVersion(): Promise<string> {
  const row = await db().get<{ version: string }>(sql`SELECT ${sqlLedgerVersion} AS version`)
  return row?.version ?? ''
}

export function mustStillBeLedger(version: string) {
  return refuseUnless('changed' as const, sql`${sqlLedgerVersion} = ${version}`)
}
