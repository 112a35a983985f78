import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { NOW } from '#db/clock.ts'
import type { EventState } from './event.ts'

/** The same rule as stateAt(). */
export function stateSql(now: number | SQL | Placeholder): SQL<EventState> {
  return sql<EventState>`CASE
    WHEN events.cancelled_at IS NOT NULL THEN 'cancelled'
    WHEN events.finalized_at IS NOT NULL THEN 'finalized'
    WHEN events.closed_at IS NOT NULL OR events.closes_at <= ${now} THEN 'closed'
    WHEN events.opens_at <= ${now} THEN 'open'
    ELSE 'draft' END`
}

/** For guards: judged at the write. */
export function sqlIsInState(eventId: string, states: EventState[]): SQL {
  const list = sql.join(
    states.map(state => sql`${state}`),
    sql`, `,
  )
  return sql`SELECT ${stateSql(NOW)} IN (${list}) FROM events WHERE id = ${eventId}`
}

const THIS: SQL = sql`events.id`

/** Also true after the finalization was undone. */
export function sqlWasFinalized(eventId: string | SQL = THIS): SQL<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM finalizations WHERE finalizations.event_id = ${eventId})`
}

/** With `from`, true only for a draw of at least that number. */
export function sqlWasDrawn(eventId: string | SQL = THIS, from?: number | SQL): SQL<boolean> {
  const since = from === undefined ? sql`` : sql` AND draws.number >= ${from}`
  return sql<boolean>`EXISTS (SELECT 1 FROM draws WHERE draws.event_id = ${eventId}${since})`
}

/** From fixing the terms of a draw until it is made, or the locking is cancelled. */
export function sqlIsLocked(eventId: string | SQL = THIS): SQL<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM lockings WHERE lockings.event_id = ${eventId}
    AND lockings.cancelled_at IS NULL AND NOT EXISTS (SELECT 1 FROM draws
      WHERE draws.event_id = lockings.event_id AND draws.number = lockings.draw))`
}

/** Also true after every locking was cancelled. */
export function sqlWasLocked(eventId: string | SQL = THIS): SQL<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM lockings WHERE lockings.event_id = ${eventId})`
}

type Organizer = { userId: string | Placeholder; role: 'member' | 'organizer' | 'admin' }

/** For WHERE clauses over `events`. */
export function sqlIsManagedBy(person: Organizer): SQL {
  if (person.role === 'admin') return sql`1`
  return person.role === 'organizer' ? sql`events.owner_id = ${person.userId}` : sql`0`
}

/** For guards: rights at the write, as those from the start of the request may be gone. */
export function sqlManagesNow(person: { userId: string }, eventId: string): SQL {
  return sql`SELECT 1 FROM events JOIN users ON users.id = ${person.userId}
    WHERE events.id = ${eventId} AND users.deactivated_at IS NULL
      AND (users.role = 'admin' OR (users.role = 'organizer' AND events.owner_id = users.id))`
}

/** For WHERE clauses over `events`. Only managers see an event that never opened, even if cancelled or past. */
export function sqlIsVisibleTo(person: Organizer, now: number | SQL | Placeholder): SQL {
  return sql`(${sqlIsManagedBy(person)} OR events.opens_at <= coalesce(events.cancelled_at, ${now})
    OR events.closed_at IS NOT NULL OR events.finalized_at IS NOT NULL)`
}
