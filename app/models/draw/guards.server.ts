import { type SQL, sql } from 'drizzle-orm'
import { sqlIsLocked, sqlWasDrawn, sqlWasFinalized } from '#app/models/events/state.server.ts'
import { refuseIf, refuseUnless } from '#db/lane.ts'

/** Members have seen their numbers, so nothing is drawn again after publishing, even after it was undone. */
export function mustNotBePublished(eventId: string) {
  return refuseIf('published' as const, sqlWasFinalized(eventId))
}

export function mustNotBeDrawn(eventId: string, draw: number | SQL = lastSealed(eventId)) {
  return refuseIf('drawn' as const, sqlWasDrawn(eventId, draw))
}

/** Everything that decides the draw is published, so none of it may change. */
export function mustNotBeLocked(eventId: string) {
  return refuseIf('locked' as const, sqlIsLocked(eventId))
}

/**
 * A further draw exists only once sealed; the first may be sealed when first needed. A replaced seal is never drawn:
 * its secret may be public.
 */
export function mustBeSealed(eventId: string, draw: number) {
  return refuseUnless('not-sealed' as const, sql`${lastSealed(eventId)} = ${draw}`)
}

function lastSealed(eventId: string): SQL {
  return sql`(SELECT coalesce(max(draw), 1) FROM seals WHERE event_id = ${eventId})`
}
