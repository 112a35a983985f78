import { eq, sql } from 'drizzle-orm'
import { eventChangedMail } from '#app/mail/mails/event-changed.ts'
import { type OutgoingMail, queueMails } from '#app/mail/outbox.server.ts'
import { inTurn } from '#app/models/after/act.server.ts'
import { followChange } from '#app/models/after/event-change.server.ts'
import { stepToTellConfirmBy } from '#app/models/after/mails/confirm-by-mail.server.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import { stepsToSeal } from '#app/models/draw/seal/sealing.server.ts'
import {
  type EventRow,
  eventColumns,
  mustManage,
  type Person,
} from '#app/models/events/event.server.ts'
import type { EventInput } from '#app/models/events/input.ts'
import { sqlIsInState, sqlIsLocked } from '#app/models/events/state.server.ts'
import { sqlIsStill } from '#app/models/sign-in/rights.server.ts'
import { settings } from '#app/settings.server.ts'
import { idFrom, newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { toLocalTime } from '#app/values/time.ts'
import { isSameZone } from '#app/values/time-zone.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { type Asker, mustStillBeAskers, writeToAskers } from './askers.server.ts'
import { findConfirmByProblem, mustAllowConfirmBy } from './confirm-by.server.ts'

type TriggerRefusal = 'below-given' | 'cancelled'

/** @param press one press of the button: a second write with it makes no second event, on any server */
export async function addEvent(person: Person, input: EventInput, press?: string) {
  const now = Date.now()
  const row = {
    id: press === undefined ? newId() : idFrom(press),
    ...factsOf(input),
    opensAt: opening(input, null, now),
    closesAt: input.closesAt ?? input.startsAt,
    ownerId: input.ownerId ?? person.userId,
    createdAt: now,
  }
  const done = await write([
    refuseUnless('not-found', sqlIsStill('organizer', person)),
    refuseIf('made', sql`EXISTS (SELECT 1 FROM events WHERE id = ${row.id})`),
    refuseIf('too-late', sql`${row.closesAt} <= ${NOW}`),
    refuseIf('closes-before-open', sql`${row.closesAt} <= ${row.opensAt}`),
    refuseIf('confirm-past', sql`${row.confirmBy} <= ${NOW}`),
    ...mustAllowOwner(person, row.ownerId, person.userId),
    db().insert(events).values(withSearchName(row)),
    ...stepsToSeal(row.id, person),
    audit({
      actor: person,
      action: 'event.created',
      subject: 'event',
      subjectId: row.id,
      eventId: row.id,
      after: { ...row, version: 1 },
    }),
  ])
  const refusal = done.refusal === 'made' ? undefined : done.refusal
  return { refusal, eventId: row.id }
}

export async function updateEvent(person: Person, eventId: string, input: EventInput) {
  const [row] = await db().select(eventColumns).from(events).where(eq(events.id, eventId))
  if (!row) return { refusal: 'not-found' as const, told: 0 }
  const changes = { ...changesOf(row, input), version: row.version + 1 }
  const after = { ...row, ...changes }
  const tells = input.tell && isElsewhere(row, after)
  const attempt = async (list: Asker[]) => {
    const recipients = tells ? list : []
    const followed = await followChange(eventId, after)
    const done = await write<UpdateRefusal | TriggerRefusal | 'askers' | 'moved'>([
      ...mustAllowChange(person, row, after, input.version),
      ...(followed.refusal ? [refuseIf(followed.refusal, sql`1`)] : []),
      ...followed.guards,
      ...(tells ? mustStillBeAskers(eventId, list) : []),
      db().update(events).set(withSearchName(changes)).where(eq(events.id, eventId)),
      ...followed.steps,
      auditEventChange(person, row, after),
      ...queueMails(recipients.map(asker => changedMail(asker, row, after))).steps,
      ...(after.confirmBy === row.confirmBy ? [] : [stepToTellConfirmBy(after)]),
    ])
    const refusal = done.refusal === 'confirm-by' ? await findConfirmByProblem(after) : done.refusal
    return { refusal: refusal === 'moved' ? ('askers' as const) : refusal, told: recipients.length }
  }
  return inTurn(eventId, () => writeToAskers(eventId, attempt))
}

/** The fairness ledger reads from it when an event was open. */
export function auditEventChange(person: Person, before: EventRow, after: EventRow) {
  const { id } = before
  const about = { subject: 'event' as const, subjectId: id, eventId: id }
  return audit({ actor: person, action: 'event.changed', ...about, before, after })
}

export type UpdateRefusal = ReturnType<typeof mustAllowChange>[number]['refuse']

function mustAllowChange(person: Person, row: EventRow, after: EventRow, version: number) {
  const closesMoved = after.closesAt !== row.closesAt
  const totalMoved = after.totalTickets !== row.totalTickets
  const lowersMost = after.mostPerRequest < row.mostPerRequest
  const sqlIsEarly = sqlIsInState(row.id, ['draft', 'open'])
  return [
    mustManage(person, row.id),
    refuseIf('cancelled' as const, sqlIsInState(row.id, ['cancelled'])),
    refuseUnless(
      'stale' as const,
      sql`SELECT version = ${version} AND version = ${row.version} FROM events WHERE id = ${row.id}`,
    ),
    refuseIf('locked' as const, sql`${flag(totalMoved)} AND ${sqlIsLocked(row.id)}`),
    refuseIf(
      'opened' as const,
      sql`${flag(after.opensAt !== row.opensAt)} AND NOT (${sqlIsInState(row.id, ['draft'])})`,
    ),
    refuseIf('closed' as const, sql`${flag(closesMoved)} AND NOT (${sqlIsEarly})`),
    refuseIf('too-late' as const, sql`${flag(closesMoved)} AND ${after.closesAt} <= ${NOW}`),
    refuseIf(
      'closes-after-start' as const,
      sql`${after.closesAt} > ${after.startsAt} AND (${sqlIsEarly})`,
    ),
    refuseIf(
      'closes-before-open' as const,
      sql`${after.closesAt} <= ${after.opensAt} AND (${sqlIsEarly})`,
    ),
    refuseIf(
      'below-asked' as const,
      sql`${flag(lowersMost)} AND EXISTS (SELECT 1 FROM requests
        WHERE event_id = ${row.id} AND CAST(sizes AS INTEGER) > ${after.mostPerRequest})`,
    ),
    mustAllowConfirmBy(after),
    ...mustAllowOwner(person, after.ownerId, row.ownerId),
  ]
}

function mustAllowOwner(person: Person, ownerId: string, before: string) {
  if (ownerId === before) return []
  return [
    refuseUnless(
      'owner' as const,
      sql`SELECT (${sqlIsStill('admin', person)}) AND role <> 'member' AND deactivated_at IS NULL
        FROM users WHERE id = ${ownerId}`,
    ),
  ]
}

const flag = (is: boolean) => sql.raw(is ? '1' : '0')

function factsOf(input: EventInput) {
  const { opens, opensAt, closesAt, ownerId, tell, version, ...facts } = input
  return facts
}

function changesOf(row: EventRow, input: EventInput) {
  return {
    ...factsOf(input),
    timeZone: isSameZone(input.timeZone, row.timeZone) ? row.timeZone : input.timeZone,
    startsAt: keepUnlessTyped(input.startsAt, row.startsAt, row, input),
    opensAt: keepUnlessTyped(opening(input, row.opensAt, Date.now()), row.opensAt, row, input),
    closesAt: keepUnlessTyped(input.closesAt ?? row.closesAt, row.closesAt, row, input),
    confirmBy: keepUnlessTyped(input.confirmBy, row.confirmBy, row, input),
    guestNamesUntil: keepUnlessTyped(input.guestNamesUntil, row.guestNamesUntil, row, input),
    ownerId: input.ownerId ?? row.ownerId,
  }
}

type Zoned = { timeZone: string }

/** Fields show minutes and cannot tell apart two hours that clocks show twice: untouched ones keep the instant. */
function keepUnlessTyped<Instant extends number | null>(
  next: Instant,
  before: Instant,
  row: Zoned,
  input: Zoned,
): Instant {
  if (next === null || before === null) return next
  const shown = toLocalTime(before, row.timeZone)
  const typed = toLocalTime(next, input.timeZone)
  const isSame = shown.date === typed.date && shown.time === typed.time
  return isSame && isSameZone(row.timeZone, input.timeZone) ? before : next
}

function opening(input: EventInput, before: number | null, now: number): number | null {
  if (input.opens === 'now') return before !== null && before <= now ? before : now
  if (input.opens === 'later') return input.opensAt ?? null
  return input.opens === 'not-yet' ? null : before
}

function isElsewhere(before: EventRow, after: EventRow): boolean {
  const { startsAt, timeZone, place } = before
  return (
    startsAt !== after.startsAt || !isSameZone(timeZone, after.timeZone) || place !== after.place
  )
}

function changedMail(asker: Asker, before: EventRow, after: EventRow): OutgoingMail {
  const { APP_NAME, APP_URL } = settings()
  return {
    kind: 'event-changed',
    reasonKey: `event-changed:${after.id}:${after.version}:${asker.userId}`,
    to: asker,
    eventId: after.id,
    content: eventChangedMail({
      appName: APP_NAME,
      name: asker.name,
      before,
      after,
      link: `${APP_URL}/events/${after.id}`,
    }),
  }
}
