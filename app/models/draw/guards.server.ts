import { sql } from 'drizzle-orm'
import { sqlWasFinalized } from '#app/models/events/state.server.ts'
import { refuseIf, refuseUnless } from '#db/lane.ts'

/** After publishing nothing is ever drawn again, even if it was taken back: members have seen their numbers. */
export function mustNotBePublished(eventId: string) {
  return refuseIf('published' as const, sqlWasFinalized(eventId))
}

/** The draw that was sealed last is still to be made. */
export function mustNotBeDrawn(eventId: string) {
  return refuseIf(
    'drawn' as const,
    sql`EXISTS (SELECT 1 FROM draws WHERE event_id = ${eventId}
      AND number >= (SELECT coalesce(max(draw), 1) FROM seals WHERE event_id = ${eventId}))`,
  )
}

/**
 * A further draw exists only once it was sealed; the first may be sealed when it is first needed. A seal that was
 * replaced is never drawn: its secret may be public.
 */
export function mustBeSealed(eventId: string, draw: number) {
  const last = sql`SELECT coalesce(max(draw), 1) FROM seals WHERE event_id = ${eventId}`
  return refuseUnless('not-sealed' as const, sql`(${last}) = ${draw}`)
}
