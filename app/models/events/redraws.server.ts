import { type SQL, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import type { Redraw } from './redraws.ts'

/** For a SELECT over `events`: JSON that readRedraws() reads. A draw that was never made cost its number too. */
export const redrawsSql: SQL<string> = sql`(SELECT json_group_array(json_array(draw, reason)) FROM
  (SELECT draw, reason FROM seals WHERE seals.event_id = events.id AND draw > 1 ORDER BY draw))`

export function readRedraws(json: string): Redraw[] {
  return (JSON.parse(json) as [number, string][]).map(([draw, reason]) => ({ draw, reason }))
}

/** Oldest first. @param upTo the last number that counts */
export async function findRedraws(eventId: string, upTo = Number.MAX_SAFE_INTEGER) {
  const row = await db().get<{ redraws: string }>(
    sql`SELECT ${redrawsSql} AS redraws FROM events WHERE id = ${eventId}`,
  )
  return readRedraws(row?.redraws ?? '[]').filter(({ draw }) => draw <= upTo)
}
