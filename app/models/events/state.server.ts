import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { NOW } from '#db/clock.ts'
import type { EventState } from './event.ts'

/** The state of a row of `events` at an instant, as SQL; `stateAt` of event.ts says the same. */
export function stateSql(now: number | SQL | Placeholder): SQL<EventState> {
  return sql<EventState>`CASE
    WHEN events.cancelled_at IS NOT NULL THEN 'cancelled'
    WHEN events.finalized_at IS NOT NULL THEN 'finalized'
    WHEN events.closed_at IS NOT NULL OR events.closes_at <= ${now} THEN 'closed'
    WHEN events.opens_at <= ${now} THEN 'open'
    ELSE 'draft' END`
}

/** True when the event is in one of the states at the moment of the write. For guards. */
export function sqlIsInState(eventId: string, states: EventState[]): SQL {
  const list = sql.join(
    states.map(state => sql`${state}`),
    sql`, `,
  )
  return sql`SELECT ${stateSql(NOW)} IN (${list}) FROM events WHERE id = ${eventId}`
}

const THIS: SQL = sql`events.id`

/** True for an event that was ever finalized, also when that was taken back. For guards and columns. */
export function sqlWasFinalized(eventId: string | SQL = THIS): SQL<boolean> {
  return sql<boolean>`EXISTS (SELECT 1 FROM finalizations WHERE finalizations.event_id = ${eventId})`
}

/** True for an event with a draw, or with one of at least this number. For guards and columns. */
export function sqlWasDrawn(eventId: string | SQL = THIS, from?: number | SQL): SQL<boolean> {
  const since = from === undefined ? sql`` : sql` AND draws.number >= ${from}`
  return sql<boolean>`EXISTS (SELECT 1 FROM draws WHERE draws.event_id = ${eventId}${since})`
}

type Organizer = { userId: string | Placeholder; role: 'member' | 'organizer' | 'admin' }

/** True for rows of `events` that this person may manage: her own, or all for an admin. For WHERE clauses. */
export function sqlIsManagedBy(person: Organizer): SQL {
  if (person.role === 'admin') return sql`1`
  return person.role === 'organizer' ? sql`events.owner_id = ${person.userId}` : sql`0`
}

/**
 * True when this person manages the event by the rights that she has at the moment of the write: those with
 * which the request began may be gone. For guards.
 */
export function sqlManagesNow(person: { userId: string }, eventId: string): SQL {
  return sql`SELECT 1 FROM events JOIN users ON users.id = ${person.userId}
    WHERE events.id = ${eventId} AND users.deactivated_at IS NULL
      AND (users.role = 'admin' OR (users.role = 'organizer' AND events.owner_id = users.id))`
}

/**
 * True for rows of `events` that this person may see. What was never open, also when it was cancelled
 * or its closing time passed meanwhile, is for those who manage it.
 */
export function sqlIsVisibleTo(person: Organizer, now: number | SQL | Placeholder): SQL {
  return sql`(${sqlIsManagedBy(person)} OR events.opens_at <= coalesce(events.cancelled_at, ${now})
    OR events.closed_at IS NOT NULL OR events.finalized_at IS NOT NULL)`
}
