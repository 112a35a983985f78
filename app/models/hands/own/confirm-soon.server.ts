import { type SQL, sql } from 'drizzle-orm'
import { queueMailing } from '#app/mail/outbox.server.ts'
import { sqlIsReachable } from '#app/mail/reachable.server.ts'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { sqlHolders } from '#app/models/events/holders.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'

const DAY = 24 * 3_600_000
/** Before *confirm by*, in days. */
const REMINDERS = [1, 3]

type Due = {
  eventId: string
  name: string
  place: string
  startsAt: number
  timeZone: string
  confirmBy: number
  releases: number
}

/** Three days and one day before, to who holds tickets and has not confirmed: once each, however often it runs. */
export async function remindToConfirm(stopping: AbortSignal): Promise<void> {
  for (const days of REMINDERS) {
    for (const event of await listDueToRemind(days)) {
      if (stopping.aborted) return
      await write([
        refuseUnless('over', sqlIsInState(event.eventId, ['finalized'])),
        refuseUnless(
          'moved',
          sql`SELECT confirm_by = ${event.confirmBy} FROM events WHERE id = ${event.eventId}`,
        ),
        mailing(event, days),
        noteReminders(event.eventId),
      ])
    }
  }
}

/** With somebody to remind, but nobody for whom being asked is news of the last day. */
async function listDueToRemind(days: number): Promise<Due[]> {
  const now = Date.now()
  const nextDays = REMINDERS.findLast(each => each < days) ?? 0
  return db().all<Due>(sql`
    SELECT events.id AS eventId, events.name AS name, events.place AS place,
      events.starts_at AS startsAt, events.time_zone AS timeZone, events.confirm_by AS confirmBy,
      events.releases_unconfirmed AS releases
    FROM events
    WHERE events.confirm_by BETWEEN ${now + nextDays * DAY + 1} AND ${now + days * DAY}
      AND events.finalized_at IS NOT NULL AND events.cancelled_at IS NULL
      AND events.finalized_at <= events.confirm_by - ${(days + 1) * DAY}
      AND NOT EXISTS (SELECT 1 FROM mails
        WHERE mails.reason_key > 'confirm-by-set:' || events.id || ':' || events.confirm_by || ':'
        AND mails.reason_key < 'confirm-by-set:' || events.id || ':' || events.confirm_by || ';'
        AND mails.created_at > events.confirm_by - ${(days + 1) * DAY})
      AND EXISTS (SELECT 1 FROM ${unconfirmed(sql`events.id`)} AND ${sqlIsReachable}
        AND NOT EXISTS (SELECT 1 FROM mails WHERE mails.reason_key =
          'confirm-soon:' || events.id || ':' || events.confirm_by || ':' || ${String(days)} || ':' || users.id))`)
}

function mailing(event: Due, days: number): SQL {
  const { eventId, name, place, startsAt, timeZone, confirmBy, releases } = event
  const about = { name, place, starts: sayInstant(startsAt, timeZone) }
  return queueMailing({
    kind: 'confirm-soon',
    eventId,
    subject: `Are you coming to ${name}?`,
    reason: `confirm-soon:${eventId}:${confirmBy}:${days}`,
    facts: sql`json_object('name', users.name, 'holding', held.holding, 'eventId', ${eventId},
      'event', json(${JSON.stringify(about)}), 'confirmBy', ${sayInstant(confirmBy, timeZone)},
      'releases', json(${releases ? 'true' : 'false'}))`,
    to: unconfirmed(sql`${eventId}`),
  })
}

/** For FROM clauses: `held` and `users`, with a WHERE to which more can be added. */
function unconfirmed(eventId: SQL): SQL {
  return sql`(${sqlHolders(eventId)}) AS held JOIN users ON users.id = held.user_id
    LEFT JOIN holders ON holders.event_id = ${eventId} AND holders.user_id = held.user_id
    WHERE holders.confirmed_at IS NULL AND holders.handed_at IS NULL AND coalesce(holders.came, 0) = 0
      AND NOT EXISTS (SELECT 1 FROM finalizations JOIN standings ON standings.finalization_id = finalizations.id
        WHERE standings.event_id = ${eventId} AND standings.user_id = held.user_id AND standings.was_given = 1
          AND finalizations.undone_at IS NULL)`
}

/** Counts the mails of the step before. */
function noteReminders(eventId: string): SQL {
  return auditRows(
    {
      actor: null,
      action: 'event.reminded',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: sql`json_object('holders', queued)`,
    },
    sql`FROM (SELECT changes() AS queued) WHERE queued > 0`,
  )
}
