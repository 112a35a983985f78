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

const TARGETS_SHOWN = 100

export async function findLeftBehind({ id: eventId }: ManagedEvent): Promise<LeftBehind[]> {
  const rows = await findEmptyHanded(eventId)
  const [ledgers, drawn] = await Promise.all([readAllLedgers(), findDrawnAmounts(eventId)])
  return rows.map(({ userId, sizes, ...row }) => {
    const losses = lossesOf(ledgers.get(userId) ?? [])
    return { ...row, losses, smallest: smallestOf(sizes), drawn: drawn.get(row.requestId) ?? null }
  })
}

/** Until then the numbers are the organizer's secret. */
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
 * A pin for people who have asked there, held-back tickets of their smallest size for the others.
 * The reason is public like any pin's, so it tells only what is published of the other event.
 */
export async function holdForLeftBehind(
  eventId: string,
  viewer: Person,
  { people, targetId }: { people: string[]; targetId: string },
): Promise<{ refusal?: HoldRefusal | undefined; pinned: number; heldBack: number }> {
  const may = await write<HoldRefusal>([mustManage(viewer, eventId)])
  if (may.refusal) return { refusal: may.refusal, pinned: 0, heldBack: 0 }
  const held = await planHolding(eventId, targetId, people)
  if (!held) return { refusal: 'not-found', pinned: 0, heldBack: 0 }
  const done = await write<HoldRefusal>([
    refuseUnless('not-final', sqlIsPublished(eventId)),
    ...mustAllowHolding(targetId, viewer, held),
    ...held.pins.map(pin =>
      db()
        .insert(pins)
        .values({ ...pin, pinnedBy: viewer.userId }),
    ),
    raiseHeldBack(targetId, held),
    refuseUnless('over-capacity', sqlPinsFit(targetId)),
    raiseVersion(targetId),
    noteHolding(eventId, targetId, viewer, held),
  ])
  return { refusal: done.refusal, pinned: held.pins.length, heldBack: held.added }
}

type Holding = NonNullable<Awaited<ReturnType<typeof planHolding>>>

async function planHolding(eventId: string, targetId: string, people: string[]) {
  const left = await findEmptyHanded(eventId, people)
  const [[here], [target]] = await Promise.all([readEvent(eventId), readEvent(targetId)])
  if (!here || !target) return undefined
  const asked = await readAskedThere(
    targetId,
    left.map(({ userId }) => userId),
  )
  const reason = `Left with nothing at ${here.name}`.slice(0, 200)
  return {
    left: left.length,
    target,
    reason,
    pins: [...asked.values()]
      .filter(({ isPinned }) => !isPinned)
      .map(({ requestId, sizes }) => pinFor(targetId, requestId, sizes, reason)),
    added: left
      .filter(({ userId }) => !asked.has(userId))
      .reduce((sum, { sizes }) => sum + smallestOf(sizes), 0),
  }
}

function pinFor(eventId: string, requestId: string, sizes: string, reason: string) {
  return { eventId, requestId, amount: smallestOf(sizes), reason, pinnedAt: Date.now() }
}

function smallestOf(sizes: string): number {
  return parseSizes(sizes).at(-1) ?? 0
}

function raiseHeldBack(targetId: string, { added, target, reason }: Holding) {
  const before = target.heldBackReason
  return sql`UPDATE events SET held_back = held_back + ${added},
    held_back_reason = ${added > 0 ? joinReasons(before, reason) : before} WHERE id = ${targetId}`
}

function noteHolding(eventId: string, targetId: string, actor: Person, held: Holding) {
  return audit({
    actor,
    action: 'draw.held-for-left-behind',
    subject: 'event',
    subjectId: targetId,
    eventId: targetId,
    after: {
      from: eventId,
      pinned: held.pins.map(({ requestId }) => requestId),
      heldBack: held.added,
    },
  })
}

function mustAllowHolding(
  targetId: string,
  viewer: Person,
  { left, target }: Holding,
): WriteStep<HoldRefusal>[] {
  return [
    mustManage(viewer, targetId),
    refuseUnless('nobody', sql`${left} > 0`),
    mustNotBePublished(targetId),
    mustNotBeDrawn(targetId),
    refuseUnless('too-late', sqlIsInState(targetId, ['draft', 'open'])),
    refuseUnless(
      'stale',
      sql`SELECT held_back = ${target.heldBack} FROM events WHERE id = ${targetId}`,
    ),
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
