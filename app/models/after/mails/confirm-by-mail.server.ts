import { type SQL, sql } from 'drizzle-orm'
import { RELEASES } from '#app/mail/mails/confirming.ts'
import { queueMailing } from '#app/mail/outbox.server.ts'
import type { EventRow } from '#app/models/events/event.server.ts'
import { sqlHolders } from '#app/models/events/holders.server.ts'
import { sayInstant } from '#app/values/time.ts'

type Told = Pick<
  EventRow,
  'id' | 'name' | 'place' | 'startsAt' | 'timeZone' | 'confirmBy' | 'releasesUnconfirmed'
>

/** A mail to every holder; goes after the step that changes the event. Before a decision there is nobody to tell. */
export function stepToTellConfirmBy(event: Told) {
  const reason = `confirm-by-set:${event.id}:${event.confirmBy}`
  return mailing(event, reason, sql`1`)
}

/** Goes after the mails of a finalizing: to every holder whom no mail has told this time, and what happens then. */
export function stepToTellOthers(event: Told, finalizationId: string) {
  const { id, confirmBy, timeZone, releasesUnconfirmed } = event
  const when = sayInstant(confirmBy ?? 0, timeZone)
  const releases = sql`instr(told.text, ${RELEASES}) > 0`
  const isTold = sql`EXISTS (SELECT 1 FROM mails AS told
    WHERE told.event_id = ${id} AND told.user_id = users.id AND told.kind IN ('result', 'confirm-by-set')
      AND instr(told.text, ${`Confirm by ${when}.`}) > 0 AND (${releases}) = ${Number(releasesUnconfirmed)})`
  return mailing(event, `confirm-by-set:${id}:${confirmBy}:${finalizationId}`, sql`NOT ${isTold}`)
}

function mailing(event: Told, reason: string, condition: SQL) {
  const { id: eventId, name, place, startsAt, timeZone, confirmBy, releasesUnconfirmed } = event
  if (confirmBy === null) return sql`SELECT 1`
  const when = sayInstant(confirmBy, timeZone)
  const about = { name, place, starts: sayInstant(startsAt, timeZone) }
  return queueMailing({
    kind: 'confirm-by-set',
    eventId,
    subject: `${name}: confirm by ${when}`,
    reason,
    facts: sql`json_object('name', users.name, 'holding', holders.holding, 'eventId', ${eventId},
      'event', json(${JSON.stringify(about)}), 'confirmBy', ${when},
      'releases', json(${releasesUnconfirmed ? 'true' : 'false'}))`,
    to: sql`(${sqlHolders(eventId)}) AS holders JOIN users ON users.id = holders.user_id WHERE ${condition}`,
  })
}
