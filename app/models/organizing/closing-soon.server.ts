import { type SQL, sql } from 'drizzle-orm'
import { closingSoonMail } from '#app/mail/mails/closing-soon.ts'
import { type OutgoingMail, queueMails } from '#app/mail/outbox.server.ts'
import { sqlIsReachable } from '#app/mail/reachable.server.ts'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { sqlIsInState, stateSql } from '#app/models/events/state.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'

const DAY = 24 * 3_600_000
/** Mails in one write: few enough that no page waits long behind it. */
const BATCH = 100

type Unasked = {
  userId: string
  userName: string
  email: string
  eventId: string
  eventName: string
  place: string
  startsAt: number
  closesAt: number
  timeZone: string
}

/** Once per event. One that was open for less than a day reminds nobody, since its news is fresh. */
export async function remindOfClosing(stopping: AbortSignal): Promise<void> {
  while (!stopping.aborted) {
    const unasked = await findUnasked(Date.now())
    const eventId = unasked[0]?.eventId
    if (eventId === undefined) return
    const batch = unasked.filter(row => row.eventId === eventId)
    const { steps, queued } = queueMails(batch.map(reminder))
    const done = await write([
      refuseUnless('closed', sqlIsInState(eventId, ['open'])),
      ...steps,
      noteReminders(eventId, queued),
    ])
    if (done.refusal) return
  }
}

/** Counts only mails of this batch: another process may have just reminded the same members. */
function noteReminders(eventId: string, queued: SQL): SQL {
  return auditRows(
    {
      actor: null,
      action: 'event.reminded',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: sql`json_object('members', queued)`,
    },
    sql`FROM (SELECT ${queued} AS queued) WHERE queued > 0`,
  )
}

async function findUnasked(now: number): Promise<Unasked[]> {
  return db().all<Unasked>(sql`
    SELECT users.id AS userId, users.name AS userName, users.email AS email, events.id AS eventId,
      events.name AS eventName, events.place AS place, events.starts_at AS startsAt,
      events.closes_at AS closesAt, events.time_zone AS timeZone
    FROM events JOIN users ON users.role = 'member' AND ${sqlIsReachable}
    WHERE ${stateSql(now)} = 'open' AND events.closes_at <= ${now + DAY}
      AND events.closes_at - events.opens_at >= ${DAY}
      AND NOT EXISTS (SELECT 1 FROM requests
        WHERE requests.event_id = events.id AND requests.user_id = users.id)
      AND NOT EXISTS (SELECT 1 FROM mails
        WHERE mails.reason_key = 'closing-soon:' || events.id || ':' || users.id)
    ORDER BY events.closes_at, events.id, users.id LIMIT ${BATCH}`)
}

function reminder(row: Unasked): OutgoingMail {
  const { APP_NAME, APP_URL } = settings()
  const content = closingSoonMail({
    appName: APP_NAME,
    name: row.userName,
    event: {
      name: row.eventName,
      place: row.place,
      starts: sayInstant(row.startsAt, row.timeZone),
      closes: sayInstant(row.closesAt, row.timeZone),
    },
    link: `${APP_URL}/events/${row.eventId}`,
  })
  return {
    kind: 'closing-soon',
    reasonKey: `closing-soon:${row.eventId}:${row.userId}`,
    to: { userId: row.userId, email: row.email },
    eventId: row.eventId,
    content,
  }
}
