import { and, asc, eq, sql } from 'drizzle-orm'
import type { SetByHand } from '#app/allocation/types.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import {
  mustNotBeDrawn,
  mustNotBeLocked,
  mustNotBePublished,
} from '#app/models/draw/guards.server.ts'
import { type ManagedEvent, mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { nameContains } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { entryCodes, pins, requests, users } from '#db/schema.ts'
import type { PinRefusal } from './pins.ts'

type Done = { refusal?: PinRefusal | undefined }

/** Publishes the reason, but not the name, with the draw. */
export async function pinRequest(
  eventId: string,
  viewer: Person,
  { requestId, amount, reason }: { requestId: string; amount: number; reason: string },
): Promise<Done> {
  const pin = { eventId, requestId, amount, reason, pinnedAt: Date.now(), pinnedBy: viewer.userId }
  return write<PinRefusal>([
    ...mustAllowPreparing(eventId, viewer),
    refuseUnless(
      'no-request',
      sql`SELECT sizes <> '' FROM requests WHERE id = ${requestId} AND event_id = ${eventId}`,
    ),
    refuseUnless('inactive', sqlIsOfActivePerson(requestId)),
    refuseIf('off-roll', sqlIsOffRoll(requestId)),
    refuseIf('pinned', sql`EXISTS (SELECT 1 FROM pins WHERE request_id = ${requestId})`),
    db().insert(pins).values(pin),
    refuseUnless('over-capacity', sqlPinsFit(eventId)),
    raiseVersion(eventId),
    note(viewer, eventId, 'draw.pinned', { after: { requestId, amount, reason } }),
  ])
}

export async function unpinRequest(
  eventId: string,
  viewer: Person,
  { requestId, was }: { requestId: string; was: number },
): Promise<Done> {
  const sqlIsIt = and(eq(pins.eventId, eventId), eq(pins.requestId, requestId))
  return write<PinRefusal>([
    ...mustAllowPreparing(eventId, viewer),
    refuseUnless(
      'stale',
      sql`SELECT amount = ${was} FROM pins WHERE event_id = ${eventId} AND request_id = ${requestId}`,
    ),
    db().delete(pins).where(sqlIsIt),
    raiseVersion(eventId),
    note(viewer, eventId, 'draw.unpinned', { before: { requestId, amount: was } }),
  ])
}

export async function holdBack(
  eventId: string,
  viewer: Person,
  { heldBack, heldBackReason, was }: { heldBack: number; heldBackReason: string; was: number },
): Promise<Done> {
  const reason = heldBack === 0 ? '' : heldBackReason
  return write<PinRefusal>([
    ...mustAllowPreparing(eventId, viewer),
    refuseUnless('stale', sql`SELECT held_back = ${was} FROM events WHERE id = ${eventId}`),
    sql`UPDATE events SET held_back = ${heldBack}, held_back_reason = ${reason} WHERE id = ${eventId}`,
    refuseUnless('over-capacity', sqlPinsFit(eventId)),
    raiseVersion(eventId),
    note(viewer, eventId, 'draw.held-back', {
      before: { heldBack: was },
      after: { heldBack, reason },
    }),
  ])
}

function mustAllowPreparing(eventId: string, viewer: Person): WriteStep<PinRefusal>[] {
  return [
    mustManage(viewer, eventId),
    mustNotBePublished(eventId),
    mustNotBeDrawn(eventId),
    mustNotBeLocked(eventId),
    refuseUnless('too-late', sqlIsInState(eventId, ['draft', 'open', 'closed'])),
  ]
}

/** A draw refuses a pin that is not on its roll. */
function sqlIsOffRoll(requestId: string) {
  return sql`EXISTS (SELECT 1 FROM requests JOIN rolls ON rolls.event_id = requests.event_id
    WHERE requests.id = ${requestId} AND requests.off_roll = 1 AND rolls.superseded_at IS NULL)`
}

function sqlIsOfActivePerson(requestId: string) {
  return sql`SELECT deactivated_at IS NULL FROM users
    WHERE id = (SELECT user_id FROM requests WHERE id = ${requestId})`
}

export function sqlPinsFit(eventId: string) {
  return sql`SELECT held_back + (SELECT coalesce(sum(amount), 0) FROM pins WHERE event_id = ${eventId})
    <= total_tickets FROM events WHERE id = ${eventId}`
}

/** Makes a draw fail that was prepared with other pins. */
export function raiseVersion(eventId: string) {
  return sql`UPDATE events SET allocation_version = allocation_version + 1 WHERE id = ${eventId}`
}

function note(
  actor: Exclude<Actor, null>,
  eventId: string,
  action: string,
  change: { before?: object; after?: object },
) {
  const { userId, name } = actor
  return audit({
    actor: { userId, name },
    action,
    subject: 'event',
    subjectId: eventId,
    eventId,
    ...change,
  })
}

/** With codes, as a document has them. */
export async function readPins(eventId: string): Promise<SetByHand[]> {
  return db()
    .select({ code: entryCodes.code, amount: pins.amount, reason: pins.reason })
    .from(pins)
    .innerJoin(requests, eq(requests.id, pins.requestId))
    .innerJoin(
      entryCodes,
      and(eq(entryCodes.eventId, pins.eventId), eq(entryCodes.userId, requests.userId)),
    )
    .where(eq(pins.eventId, eventId))
    .orderBy(asc(entryCodes.code))
}

export async function listPins({ id: eventId }: ManagedEvent) {
  return db()
    .select({
      requestId: pins.requestId,
      name: users.name,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      sizes: requests.sizes,
      amount: pins.amount,
      reason: pins.reason,
    })
    .from(pins)
    .innerJoin(requests, eq(requests.id, pins.requestId))
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(pins.eventId, eventId))
    .orderBy(sql`${users.name} COLLATE NOCASE`)
}

export async function listPinnable({ id: eventId }: ManagedEvent, q: string, most: number) {
  return db()
    .select({ requestId: requests.id, name: users.name, sizes: requests.sizes })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(
      and(
        eq(requests.eventId, eventId),
        sql`${requests.sizes} <> '' AND ${users.deactivatedAt} IS NULL
          AND NOT EXISTS (SELECT 1 FROM pins WHERE pins.request_id = ${requests.id})`,
        q === '' ? undefined : nameContains(q, users),
      ),
    )
    .orderBy(sql`${users.name} COLLATE NOCASE`)
    .limit(most)
}
