import { and, asc, eq, inArray, ne, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { findDrawnAmounts } from '#app/models/draw/drawn.server.ts'
import { mustNotBeDrawn, mustNotBePublished } from '#app/models/draw/guards.server.ts'
import { raiseVersion, sqlPinsFit } from '#app/models/draw/preparing/pins.server.ts'
import { type ManagedEvent, mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState, sqlIsManagedBy, stateSql } from '#app/models/events/state.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { events, pins, requests, users } from '#db/schema.ts'
import { readAllLedgers } from './ledger.server.ts'
import { lossesOf } from './ledger.ts'
import type { HoldRefusal, LeftBehind } from './left-behind.ts'

/** The events of a choice, the soonest first. */
const TARGETS_SHOWN = 100

/** Active people whom the result of an event leaves with nothing: nobody, as long as its numbers are a draft. */
export async function findLeftBehind({ id: eventId }: ManagedEvent): Promise<LeftBehind[]> {
  const rows = await findEmptyHanded(eventId)
  const [ledgers, drawn] = await Promise.all([readAllLedgers(), findDrawnAmounts(eventId)])
  return rows.map(({ userId, sizes, ...row }) => {
    const losses = lossesOf(ledgers.get(userId) ?? [])
    const smallest = parseSizes(sizes).at(-1) ?? 0
    return { ...row, losses, smallest, drawn: drawn.get(row.requestId) ?? null }
  })
}

/** Only then do the numbers of an event stand, and are no secret of its organizer. */
function sqlIsPublished(eventId: string) {
  return sql`(${sqlIsInState(eventId, ['finalized'])})`
}

async function findEmptyHanded(eventId: string, requestIds?: string[]) {
  return db()
    .select({
      requestId: requests.id,
      userId: users.id,
      name: users.name,
      sizes: requests.sizes,
      isPinned: sqlIsPinned,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(
      and(
        eq(requests.eventId, eventId),
        sqlIsPublished(eventId),
        eq(requests.draftAmount, 0),
        requestIds ? inArray(requests.id, requestIds) : undefined,
        sql`${users.deactivatedAt} IS NULL AND ${requests.sizes} <> ''`,
      ),
    )
}

/** The next events that this person manages and whose requests are not closed: only there may tickets be held. */
export async function listHoldTargets(eventId: string, viewer: Person) {
  return db()
    .select({
      eventId: events.id,
      name: events.name,
      startsAt: events.startsAt,
      timeZone: events.timeZone,
    })
    .from(events)
    .where(
      and(
        ne(events.id, eventId),
        sqlIsManagedBy(viewer),
        sql`${stateSql(Date.now())} IN ('draft', 'open')`,
      ),
    )
    .orderBy(asc(events.startsAt))
    .limit(TARGETS_SHOWN)
}

/**
 * Holds tickets of a coming event for people who got nothing at another: a pin for who has asked there already, and
 * held-back tickets, as many as the smallest size that would have done, for who has not. Public like every pin, with
 * what it tells of the other event: only what is published there.
 */
export async function holdForLeftBehind(
  eventId: string,
  viewer: Person,
  { people, targetId }: { people: string[]; targetId: string },
): Promise<{ refusal?: HoldRefusal | undefined; pinned: number; heldBack: number }> {
  const may = await write<HoldRefusal>([mustManage(viewer, eventId)])
  if (may.refusal) return { refusal: may.refusal, pinned: 0, heldBack: 0 }
  const left = await findEmptyHanded(eventId, people)
  const [[here], [target]] = await Promise.all([readEvent(eventId), readEvent(targetId)])
  if (!here || !target) return { refusal: 'not-found', pinned: 0, heldBack: 0 }
  const asked = await readAskedThere(
    targetId,
    left.map(({ userId }) => userId),
  )
  const reason = `Left with nothing at ${here.name}`.slice(0, 200)
  const added = left
    .filter(({ userId }) => !asked.has(userId))
    .reduce((sum, { sizes }) => sum + (parseSizes(sizes).at(-1) ?? 0), 0)
  const toPin = [...asked.values()].filter(({ isPinned }) => !isPinned)
  const done = await write<HoldRefusal>([
    refuseUnless('not-final', sqlIsPublished(eventId)),
    ...mustAllowHolding(targetId, viewer, left.length, target.heldBack),
    ...toPin.map(({ requestId, sizes }) =>
      db()
        .insert(pins)
        .values({
          eventId: targetId,
          requestId,
          amount: parseSizes(sizes).at(-1) ?? 0,
          reason,
          pinnedAt: Date.now(),
          pinnedBy: viewer.userId,
        }),
    ),
    sql`UPDATE events SET held_back = held_back + ${added},
      held_back_reason = ${added > 0 ? joinReasons(target.heldBackReason, reason) : target.heldBackReason}
      WHERE id = ${targetId}`,
    refuseUnless('over-capacity', sqlPinsFit(targetId)),
    raiseVersion(targetId),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.held-for-left-behind',
      subject: 'event',
      subjectId: targetId,
      eventId: targetId,
      after: { from: eventId, pinned: toPin.map(({ requestId }) => requestId), heldBack: added },
    }),
  ])
  return { refusal: done.refusal, pinned: toPin.length, heldBack: added }
}

function mustAllowHolding(
  targetId: string,
  viewer: Person,
  count: number,
  seen: number,
): WriteStep<HoldRefusal>[] {
  return [
    mustManage(viewer, targetId),
    refuseUnless('nobody', sql`${count} > 0`),
    mustNotBePublished(targetId),
    mustNotBeDrawn(targetId),
    refuseUnless('too-late', sqlIsInState(targetId, ['draft', 'open'])),
    refuseUnless('stale', sql`SELECT held_back = ${seen} FROM events WHERE id = ${targetId}`),
  ]
}

const sqlIsPinned =
  sql<boolean>`EXISTS (SELECT 1 FROM pins WHERE pins.request_id = requests.id)`.mapWith(Boolean)

function readEvent(eventId: string) {
  return db()
    .select({ name: events.name, heldBack: events.heldBack, heldBackReason: events.heldBackReason })
    .from(events)
    .where(eq(events.id, eventId))
}

async function readAskedThere(eventId: string, userIds: string[]) {
  const rows = await db()
    .select({
      userId: requests.userId,
      requestId: requests.id,
      sizes: requests.sizes,
      isPinned: sqlIsPinned,
    })
    .from(requests)
    .where(and(eq(requests.eventId, eventId), inArray(requests.userId, userIds)))
  return new Map(rows.map(row => [row.userId, row]))
}

function joinReasons(before: string, reason: string): string {
  if (before === '' || before.includes(reason)) return before || reason
  return `${before}; ${reason}`.slice(0, 200)
}
