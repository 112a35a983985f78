import { type SQL, sql } from 'drizzle-orm'
import { sqlWasDrawn, sqlWasFinalized } from '#app/models/events/state.server.ts'
import { refuseIf, refuseUnless } from '#db/lane.ts'

/** After publishing nothing is ever drawn again, even if it was taken back: members have seen their numbers. */
export function mustNotBePublished(eventId: string) {
  return refuseIf('published' as const, sqlWasFinalized(eventId))
}

/** This draw is still to be made; without a number, the one that was sealed last. */
export function mustNotBeDrawn(eventId: string, draw: number | SQL = lastSealed(eventId)) {
  return refuseIf('drawn' as const, sqlWasDrawn(eventId, draw))
}

/**
 * A further draw exists only once it was sealed; the first may be sealed when it is first needed. A seal that was
 * replaced is never drawn: its secret may be public.
 */
export function mustBeSealed(eventId: string, draw: number) {
  return refuseUnless('not-sealed' as const, sql`${lastSealed(eventId)} = ${draw}`)
}

function lastSealed(eventId: string): SQL {
  return sql`(SELECT coalesce(max(draw), 1) FROM seals WHERE event_id = ${eventId})`
}
