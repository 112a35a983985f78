import { sql } from 'drizzle-orm'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { stepsToReopen } from '#app/models/draw/roll.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState, sqlWasFinalized } from '#app/models/events/state.server.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, willPass, write } from '#db/lane.ts'
import { auditState } from './audit-state.server.ts'

/** Also freezes the roll of the draw. If that fails, the event stays closed and the timer freezes it. */
export async function closeEvent(person: Person, eventId: string) {
  const done = await write([
    mustManage(person, eventId),
    refuseUnless('not-open', sqlIsInState(eventId, ['open'])),
    auditState(person, eventId, 'event.closed', { closedAt: sql`${NOW}` }),
    sql`UPDATE events SET closed_at = ${NOW}, version = version + 1 WHERE id = ${eventId}`,
  ])
  if (!done.refusal) await freezeRoll(eventId).catch(passIfUnavailable)
  return done
}

/** The first step is stored: a failure of the second must not make it look undone. */
function passIfUnavailable(error: unknown): void {
  if (!willPass(error)) throw error
}

export async function reopenEvent(person: Person, eventId: string, closesAt: number) {
  return write([
    mustManage(person, eventId),
    refuseIf(
      'decided',
      sql`${sqlWasFinalized(eventId)} OR (${sqlIsInState(eventId, ['finalized'])})`,
    ),
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    ...stepsToReopen(eventId),
    refuseIf(
      'drafted',
      sql`EXISTS (SELECT 1 FROM requests WHERE event_id = ${eventId} AND draft_amount IS NOT NULL)`,
    ),
    refuseIf('too-late', sql`${closesAt} <= ${NOW}`),
    refuseIf(
      'closes-after-start',
      sql`SELECT ${closesAt} > starts_at FROM events WHERE id = ${eventId}`,
    ),
    auditState(person, eventId, 'event.reopened', {
      closedAt: sql`NULL`,
      closesAt: sql`${closesAt}`,
    }),
    sql`UPDATE events SET closed_at = NULL, closes_at = ${closesAt},
      opens_at = min(coalesce(opens_at, ${NOW}), ${NOW}), version = version + 1 WHERE id = ${eventId}`,
  ])
}
