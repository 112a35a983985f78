import { type SQL, sql } from 'drizzle-orm'
import { sqlHoldingsWhere } from '#app/models/events/holders.server.ts'
import { db } from '#db/client.ts'

export function sqlHoldings(eventId: string): SQL {
  return sqlHoldingsWhere(sql`finalizations.event_id = ${eventId}`)
}

const GAINS = sql`('given', 'accepted', 'taken')`
const LOSSES = sql`('returned', 'recalled', 'released', 'lowered')`

/** Lines of the log about a row of `held` that changed what the person holds. */
const sqlMovesOf = (
  eventId: string,
): SQL => sql`ticket_moves WHERE ticket_moves.event_id = ${eventId}
  AND ticket_moves.code = held.code AND ticket_moves.finalization_id = held.finalizationId
  AND (ticket_moves.kind IN ${GAINS} OR ticket_moves.kind IN ${LOSSES})`

/** Sum over the lines of `ticket_moves` that follow: what was gained less what went. */
export const sqlGain = sql`coalesce(sum(CASE WHEN ticket_moves.kind IN ${GAINS}
  THEN ticket_moves.tickets ELSE -ticket_moves.tickets END), 0)`

/** What a row of `held` was after line `n` of the log. */
export function sqlHoldingAfter(eventId: string, n: number): SQL {
  return sql`(held.holding - (SELECT ${sqlGain} FROM ${sqlMovesOf(eventId)} AND ticket_moves.n > ${n}))`
}

/** Whether a row of `held` changed after an instant; lines carry whole seconds. */
export function sqlHasChangedSince(eventId: string, instant: SQL): SQL {
  return sql`(${instant} IS NOT NULL AND EXISTS (SELECT 1 FROM ${sqlMovesOf(eventId)}
    AND ticket_moves.at + 999 >= ${instant}))`
}

/** Whether a row of `held`, joined with `holders`, counts as coming: being given tickets and getting them say so too. */
export const sqlIsComing: SQL = sql`(holders.confirmed_at IS NOT NULL OR holders.handed_at IS NOT NULL
  OR coalesce(holders.came, 0) > 0 OR EXISTS (SELECT 1 FROM standings WHERE standings.was_given = 1
    AND standings.finalization_id = held.finalizationId AND standings.code = held.code))`

/** `n` is null where the decision has no log. */
export type ListPlace = { at: number; n: number | null }

/** The last line of the log, as columns, so that a list and its place are read at once. */
export function sqlListPlace(eventId: string): SQL {
  const column = (name: SQL) => sql`(SELECT ${name} FROM finalizations
    LEFT JOIN after_states ON after_states.finalization_id = finalizations.id
    WHERE finalizations.event_id = ${eventId} AND finalizations.undone_at IS NULL)`
  return sql`${column(sql`after_states.n`)} AS n,
    ${column(sql`coalesce(after_states.at, finalizations.finalized_at)`)} AS at`
}

export async function findListPlace(eventId: string): Promise<ListPlace | undefined> {
  const place = await db().get<ListPlace>(sql`SELECT ${sqlListPlace(eventId)}`)
  return place?.at ? place : undefined
}
