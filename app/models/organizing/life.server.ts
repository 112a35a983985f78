import { eq, type SQL, sql } from 'drizzle-orm'
import { eventCancelledMail } from '#app/mail/event-cancelled.ts'
import { type OutgoingMail, queueMails } from '#app/mail/outbox.server.ts'
import { audit, auditRows } from '#app/models/audit/audit.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { stepsToReopen } from '#app/models/draw/roll.server.ts'
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
  stateSql,
} from '#app/models/events/state.server.ts'
import { settings } from '#app/settings.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, willPass, write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { type Asker, mustStillBeAskers, writeToAskers } from './askers.server.ts'

/** Also freezes the roll of the draw. If that fails, the event stays closed and the timer freezes it. */
export async function closeEvent(person: Person, eventId: string) {
  const done = await write([
    mustManage(person, eventId),
    refuseUnless('not-open', sqlIsInState(eventId, ['open'])),
    note(person, eventId, 'event.closed', { closedAt: sql`${NOW}` }),
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
    note(person, eventId, 'event.reopened', { closedAt: sql`NULL`, closesAt: sql`${closesAt}` }),
    sql`UPDATE events SET closed_at = NULL, closes_at = ${closesAt},
      opens_at = min(coalesce(opens_at, ${NOW}), ${NOW}), version = version + 1 WHERE id = ${eventId}`,
  ])
}

export async function cancelEvent(person: Person, eventId: string, reason: string) {
  const [row] = await db().select(eventColumns).from(events).where(eq(events.id, eventId))
  if (!row) return { refusal: 'not-found' as const, told: 0 }
  return writeToAskers(eventId, async list => {
    const done = await write([
      mustManage(person, eventId),
      refuseIf('cancelled', sqlIsInState(eventId, ['cancelled'])),
      ...mustStillBeAskers(eventId, list),
      note(person, eventId, 'event.cancelled', {
        cancelledAt: sql`${NOW}`,
        cancelReason: sql`${reason}`,
      }),
      sql`UPDATE events SET cancelled_at = ${NOW}, cancel_reason = ${reason}, version = version + 1
        WHERE id = ${eventId}`,
      ...queueMails(list.map(asker => cancelledMail(asker, row, reason))).steps,
    ])
    return { refusal: done.refusal, told: list.length }
  })
}

/** The audit trail keeps the event. */
export async function deleteEvent(person: Person, eventId: string) {
  const [row] = await db().select(eventColumns).from(events).where(eq(events.id, eventId))
  if (!row) return { refusal: 'not-found' as const }
  return write([
    mustManage(person, eventId),
    refuseIf('asked', sql`EXISTS (SELECT 1 FROM requests WHERE event_id = ${eventId})`),
    refuseIf('decided', sql`${sqlWasFinalized(eventId)} OR ${sqlWasDrawn(eventId)}`),
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

function note(person: Person, eventId: string, action: string, after: Record<string, SQL>): SQL {
  const set = sql.join(
    Object.entries(after).map(([name, value]) => sql`${name}, ${value}`),
    sql`, `,
  )
  return auditRows(
    {
      at: NOW,
      actor: person,
      action,
      subject: 'event',
      subjectId: sql`id`,
      eventId: sql`id`,
      before: sql`json_object('state', ${stateSql(NOW)}, 'opensAt', opens_at, 'closesAt', closes_at,
        'closedAt', closed_at, 'version', version)`,
      after: sql`json_object(${set}, 'version', version + 1)`,
    },
    sql`FROM events WHERE id = ${eventId}`,
  )
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
