import { sql } from 'drizzle-orm'
import type { LogIdentity } from '#app/allocation/after/check-log.ts'
import { sayCount } from '#app/values/count.ts'
import { db } from '#db/client.ts'

/** What this server has of a log that holds. `holds` is false for another log than a published one. */
export type PublishedLog = { holds: boolean; said: string }

/** A head covers every line before it, and the document. */
export async function comparePublishedLog({
  eventId,
  n,
  head,
}: LogIdentity): Promise<PublishedLog> {
  const [event] = await db().all<{
    logs: number
    lines: number | null
    isCurrent: number | null
  }>(sql`
    SELECT (SELECT count(*) FROM after_states WHERE event_id = events.id) AS logs, found.n AS lines,
      found.undone_at IS NULL AS isCurrent
    FROM events LEFT JOIN (
      SELECT s.event_id, s.n, f.undone_at FROM after_states s
      JOIN finalizations f ON f.id = s.finalization_id
      WHERE s.event_id = ${eventId} AND ${head} = CASE ${n} WHEN 0 THEN s.start_head ELSE
        (SELECT m.head FROM ticket_moves m WHERE m.finalization_id = s.finalization_id AND m.n = ${n}) END
      ORDER BY f.number DESC LIMIT 1
    ) AS found ON found.event_id = events.id
    WHERE events.id = ${eventId}`)
  if (!event) return { holds: true, said: 'This server has no such event.' }
  if (event.logs === 0)
    return { holds: false, said: 'This server has not published a log for this event.' }
  if (event.lines === null) return { holds: false, said: OTHER }
  const which = event.isCurrent ? 'the log' : 'the log of an earlier decision'
  return {
    holds: true,
    said:
      event.lines === n
        ? `This is ${which} that this server published, up to its last line.`
        : `This is the beginning of ${which} that this server published: ${sayCount(n, 'line')} of ${event.lines}.`,
  }
}

const OTHER =
  'This server published another log for this event. If the decision was made again since, download both the document and the log again.'
