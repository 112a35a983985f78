import { eq, type SQL, sql } from 'drizzle-orm'
import type { LockedDraw } from '#app/allocation/document/document.ts'
import { parseSource } from '#app/allocation/terms/source.ts'
import { type CancelledLocking, subjectOfCancelled } from '#app/mail/mails/locking-cancelled.ts'
import { type LockedTerms, subjectOfLocked } from '#app/mail/mails/terms-locked.ts'
import { queueMailing } from '#app/mail/outbox.server.ts'
import { db } from '#db/client.ts'
import { jsonParts } from '#db/insert-all.ts'
import { events } from '#db/schema.ts'
import { saySource } from './say-source.ts'

/** To everybody with a request, on the roll or not. */
export async function mailTerms(locked: LockedDraw, knownAt: number): Promise<SQL> {
  const { eventId, draw, roll, commitment, rollHash, termsHash, terms } = locked
  const event = await findNames(eventId)
  const source = locked.publicValueSource ?? '-'
  const sourceInWords = saySource(parseSource(source), knownAt, event.timeZone)
  const hashes = { commitment, rollHash, termsHash, terms }
  const about: LockedTerms = { event, draw, ...hashes, source, sourceInWords, knownAt }
  return queueMailing({
    kind: 'terms-locked',
    eventId,
    subject: subjectOfLocked(about),
    reason: `terms-locked:${eventId}:${draw}`,
    facts: sql`json_set(${JSON.stringify(about)}, '$.name', users.name, '$.line', mine.line,
      '$.off', CASE WHEN mine.line IS NOT NULL THEN NULL WHEN requests.sizes = '' THEN 'no-size'
        WHEN requests.off_roll THEN 'deactivated' ELSE 'missing' END)`,
    to: sql`${linesOfPeople(eventId, roll)} AS mine
      CROSS JOIN requests ON requests.event_id = ${eventId} AND requests.user_id = mine.user_id
      CROSS JOIN users ON users.id = mine.user_id WHERE true`,
  })
}

/** Grouped and joined in this order: looking for a line for each request takes the square of their number. */
function linesOfPeople(eventId: string, roll: string): SQL {
  const lines = roll.split('\n').slice(0, -1)
  const found = jsonParts(lines.map(line => [line.slice(0, line.indexOf('|')), line])).map(
    part => sql`SELECT user_id, value ->> 1 AS line FROM json_each(${part})
      CROSS JOIN entry_codes ON entry_codes.event_id = ${eventId} AND entry_codes.code = value ->> 0`,
  )
  const asked = sql`SELECT user_id, NULL AS line FROM requests WHERE event_id = ${eventId}`
  return sql`(SELECT user_id, max(line) AS line FROM (${sql.join([...found, asked], sql` UNION ALL `)})
    GROUP BY user_id)`
}

type Cancelled = Omit<CancelledLocking, 'event'>

/** To those who were mailed about the locking, and to nobody when its mail was turned off. */
export async function mailCancelled(eventId: string, cancelled: Cancelled): Promise<SQL[]> {
  const { id, name } = await findNames(eventId)
  const about: CancelledLocking = { event: { id, name }, ...cancelled }
  return [markUnsent(about), tellCancelled(about)]
}

/** A mail about the locking that leaves later, even long after, must not pass for a witness. */
function markUnsent({ event, draw }: CancelledLocking): SQL {
  const reason = `terms-locked:${event.id}:${draw}:`
  return sql`UPDATE mails SET subject = ${subjectOfLocked({ event, draw, isCancelled: true })},
      facts = json_set(facts, '$.isCancelled', json('true'))
    WHERE kind = 'terms-locked' AND reason_key > ${reason} AND reason_key < ${`${reason.slice(0, -1)};`}
      AND text = '' AND state NOT IN ('sent', 'kept')`
}

function tellCancelled(about: CancelledLocking): SQL {
  const eventId = about.event.id
  return queueMailing({
    kind: 'locking-cancelled',
    eventId,
    subject: subjectOfCancelled(about),
    reason: `locking-cancelled:${eventId}:${about.draw}`,
    facts: sql`json_set(${JSON.stringify(about)}, '$.name', users.name)`,
    to: sql`requests CROSS JOIN users ON users.id = requests.user_id
      WHERE requests.event_id = ${eventId} AND (SELECT with_mail FROM lockings
        WHERE event_id = ${eventId} AND draw = ${about.draw})`,
  })
}

/** Empty for an event that is not there, which the batch refuses. */
async function findNames(eventId: string) {
  const { id, name, timeZone } = events
  const [event] = await db().select({ id, name, timeZone }).from(events).where(eq(id, eventId))
  return event ?? { id: eventId, name: '', timeZone: 'UTC' }
}
