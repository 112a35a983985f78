import { type SQL, sql } from 'drizzle-orm'
import { type Invitation, subjectOfInvitation } from '#app/mail/mails/invitation.ts'
import { queueMailing } from '#app/mail/outbox.server.ts'
import { sqlIsReachable } from '#app/mail/reachable.server.ts'
import { auditRows } from '#app/models/audit/audit.server.ts'
import { type ManagedEvent, mustManage, type Person } from '#app/models/events/event.server.ts'
import { closingOf } from '#app/models/events/event.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayInstant } from '#app/values/time.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'

const sqlHasAsked = (eventId: string): SQL =>
  sql`EXISTS (SELECT 1 FROM requests WHERE requests.event_id = ${eventId} AND requests.user_id = users.id)`

const invited = (eventId: string): SQL =>
  sql`users WHERE users.role = 'member' AND NOT ${sqlHasAsked(eventId)}`

/** A range, as the index of reason keys serves no LIKE. */
const mailsOf = (eventId: string): SQL =>
  sql`mails WHERE reason_key > ${`invitation:${eventId}:`} AND reason_key < ${`invitation:${eventId};`}`

/** Members: who would get the email, who has asked already, who does not use their account yet. */
export async function countInvited(eventId: string) {
  const counts = await db().get<Record<'invited' | 'asked' | 'unreachable', number>>(sql`
    SELECT count(*) FILTER (WHERE hasAsked) AS asked,
      count(*) FILTER (WHERE NOT hasAsked AND isReachable) AS invited,
      count(*) FILTER (WHERE NOT hasAsked AND NOT isReachable) AS unreachable
    FROM (SELECT ${sqlIsReachable} AS isReachable, ${sqlHasAsked(eventId)} AS hasAsked
      FROM users WHERE users.role = 'member' AND users.deactivated_at IS NULL)`)
  return counts ?? { invited: 0, asked: 0, unreachable: 0 }
}

/** What was emailed, and when; undefined before that. */
export async function findInvitation(eventId: string) {
  const row = await db().get<{ people: number; at: number | null }>(
    sql`SELECT count(*) AS people, min(created_at) AS at FROM ${mailsOf(eventId)}`,
  )
  return row?.at ? { people: row.people, at: row.at } : undefined
}

/** Once for each event. What the mails say is what the batch finds unchanged. */
export async function inviteEveryone(person: Person, event: ManagedEvent) {
  if (!settings().MAIL_ENABLED) return { refusal: 'mail-off' as const }
  const { id: eventId, version } = event
  return write([
    mustManage(person, eventId),
    refuseIf('sent', sql`EXISTS (SELECT 1 FROM ${mailsOf(eventId)})`),
    refuseUnless('not-open', sqlIsInState(eventId, ['open'])),
    refuseUnless('stale', sql`SELECT version = ${version} FROM events WHERE id = ${eventId}`),
    refuseUnless('nobody', sql`EXISTS (SELECT 1 FROM ${invited(eventId)} AND ${sqlIsReachable})`),
    queueMailing({
      kind: 'invitation',
      eventId,
      subject: subjectOfInvitation(event),
      reason: `invitation:${eventId}`,
      facts: sql`json_set(${JSON.stringify(invitationOf(event))}, '$.name', users.name)`,
      to: invited(eventId),
    }),
    auditRows(
      {
        actor: person,
        action: 'event.invited',
        subject: 'event',
        subjectId: eventId,
        eventId,
        after: sql`json_object('members', (SELECT count(*) FROM ${mailsOf(eventId)}))`,
      },
      sql``,
    ),
  ])
}

function invitationOf(event: ManagedEvent): Invitation {
  const { id, name, place, timeZone } = event
  const closesAt = closingOf(event)
  return {
    event: {
      ...{ id, name, place },
      starts: sayInstant(event.startsAt, timeZone),
      closes: closesAt === null ? null : sayInstant(closesAt, timeZone),
    },
  }
}
