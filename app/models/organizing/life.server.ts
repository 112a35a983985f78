import { eq, sql } from 'drizzle-orm'
import { eventCancelledMail } from '#app/mail/mails/event-cancelled.ts'
import { type OutgoingMail, queueMails } from '#app/mail/outbox.server.ts'
import { inTurn } from '#app/models/after/act.server.ts'
import { stepsToWithdraw } from '#app/models/after/undoing.server.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import {
  type EventRow,
  eventColumns,
  mustManage,
  type Person,
} from '#app/models/events/event.server.ts'
import {
  sqlIsInState,
  sqlWasDrawn,
  sqlWasFinalized,
  sqlWasLocked,
} from '#app/models/events/state.server.ts'
import { settings } from '#app/settings.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { type Asker, mustStillBeAskers, writeToAskers } from './askers.server.ts'
import { auditState } from './audit-state.server.ts'

export async function cancelEvent(person: Person, eventId: string, reason: string) {
  const [row] = await db().select(eventColumns).from(events).where(eq(events.id, eventId))
  if (!row) return { refusal: 'not-found' as const, told: 0 }
  const attempt = async (list: Asker[]) => {
    const withdrawing = await stepsToWithdraw(eventId, 'cancelled')
    const done = await write<'not-found' | 'cancelled' | 'askers' | 'moved'>([
      mustManage(person, eventId),
      refuseIf('cancelled', sqlIsInState(eventId, ['cancelled'])),
      ...mustStillBeAskers(eventId, list),
      ...withdrawing,
      auditState(person, eventId, 'event.cancelled', {
        cancelledAt: sql`${NOW}`,
        cancelReason: sql`${reason}`,
      }),
      sql`UPDATE events SET cancelled_at = ${NOW}, cancel_reason = ${reason}, version = version + 1
        WHERE id = ${eventId}`,
      ...queueMails(list.map(asker => cancelledMail(asker, row, reason))).steps,
    ])
    const refusal = done.refusal === 'moved' ? ('askers' as const) : done.refusal
    return { refusal, told: list.length }
  }
  return inTurn(eventId, () => writeToAskers(eventId, attempt))
}

/** The audit trail keeps the event. */
export async function deleteEvent(person: Person, eventId: string) {
  const [row] = await db().select(eventColumns).from(events).where(eq(events.id, eventId))
  if (!row) return { refusal: 'not-found' as const }
  return write([
    mustManage(person, eventId),
    refuseIf('asked', sql`EXISTS (SELECT 1 FROM requests WHERE event_id = ${eventId})`),
    refuseIf('decided', sql`${sqlWasFinalized(eventId)} OR ${sqlWasDrawn(eventId)}`),
    refuseIf('locked', sqlWasLocked(eventId)),
    refuseUnless('stale', sql`SELECT version = ${row.version} FROM events WHERE id = ${eventId}`),
    audit({
      actor: person,
      action: 'event.deleted',
      subject: 'event',
      subjectId: eventId,
      eventId,
      before: row,
    }),
    db().delete(events).where(eq(events.id, eventId)),
  ])
}

function cancelledMail(asker: Asker, event: EventRow, reason: string): OutgoingMail {
  const { APP_NAME, APP_URL } = settings()
  return {
    kind: 'event-cancelled',
    reasonKey: `event-cancelled:${event.id}:${asker.userId}`,
    to: asker,
    eventId: event.id,
    content: eventCancelledMail({
      appName: APP_NAME,
      name: asker.name,
      event,
      reason,
      link: `${APP_URL}/events/${event.id}`,
    }),
  }
}
