import { randomInt } from 'node:crypto'
import { and, asc, eq, sql } from 'drizzle-orm'
import { allocate } from '#app/allocation/allocate.ts'
import { audit, auditRows } from '#app/models/audit/audit.server.ts'
import {
  giveAbsentNone,
  listAbsent,
  mustStillBeAbsent,
} from '#app/models/draw/preparing/absent.server.ts'
import { findManagedEvent, type Person } from '#app/models/events/event.server.ts'
import { sqlWasDrawn } from '#app/models/events/state.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { jsonParts } from '#db/insert-all.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { requests } from '#db/schema.ts'
import { type GridRefusal, mustAllowAllocating } from './grid.server.ts'

export type NoneRefusal = 'not-found' | 'not-closed' | 'locked' | 'stale' | 'drawn'
export type FillRefusal = Exclude<GridRefusal, 'unexplained' | 'over-draw'> | 'stale' | 'drawn'

/**
 * In random order each person gets the largest of their sizes that fits; deactivated people get none. The order goes
 * into the audit trail. @returns `drawn` after a recorded draw, which must not be overwritten
 */
export async function fillByPlainDraw(
  eventId: string,
  viewer: Person,
  allocationVersion: number,
): Promise<{ refusal?: FillRefusal | undefined }> {
  const event = await findManagedEvent(viewer, eventId)
  if (!event) return { refusal: 'not-found' }
  const absent = await listAbsent(eventId)
  const entries = await db()
    .select({ code: requests.id, sizes: requests.sizes, amount: requests.draftAmount })
    .from(requests)
    .where(eq(requests.eventId, eventId))
    .orderBy(asc(requests.id))
  const ranking = shuffle(entries.filter(({ code }) => !absent.includes(code)))
  const amounts = drawAmounts(ranking, event.totalTickets - event.heldBack)
  return write<FillRefusal>([
    ...mustAllowFilling(eventId, viewer, allocationVersion),
    mustStillBeAbsent(eventId, absent),
    db()
      .update(requests)
      .set({ draftAmount: null, draftReason: null })
      .where(and(eq(requests.eventId, eventId), sql`draft_amount IS NOT NULL`)),
    // The plus keeps SQLite from scanning all requests, and the whole list again for each.
    ...jsonParts(Object.entries(amounts)).map(
      part => sql`UPDATE requests SET draft_amount = drawn.value ->> 1 FROM json_each(${part}) drawn
        WHERE requests.id = drawn.value ->> 0 AND +requests.event_id = ${eventId}`,
    ),
    giveAbsentNone(eventId),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'allocation.filled-by-plain-draw',
      subject: 'allocation',
      subjectId: eventId,
      eventId,
      before: Object.fromEntries(entries.map(({ code, amount }) => [code, amount])),
      after: { ranking: ranking.map(({ code }) => code), amounts },
    }),
  ])
}

function mustAllowFilling(
  eventId: string,
  viewer: Person,
  allocationVersion: number,
): WriteStep<NoneRefusal>[] {
  return [
    ...mustAllowAllocating(eventId, viewer),
    refuseIf('drawn', sqlWasDrawn(eventId)),
    refuseUnless(
      'stale',
      sql`SELECT allocation_version = ${allocationVersion} FROM events WHERE id = ${eventId}`,
    ),
  ]
}

type Ask = { code: string; sizes: string }

function drawAmounts(ranking: readonly Ask[], capacity: number): Record<string, number> {
  const { amounts } = allocate({
    rule: 'plain',
    options: { cap: null },
    capacity,
    heldBack: 0,
    pins: [],
    ranked: ranking.map(({ code, sizes }) => ({
      code,
      sizes: parseSizes(sizes),
      weight: 1,
      priority: 0,
    })),
  })
  return Object.fromEntries(ranking.map(({ code }, place) => [code, amounts[place] as number]))
}

/** Fisher–Yates with cryptographic randomness: every order is equally likely. */
function shuffle<Item>(items: readonly Item[]): Item[] {
  const shuffled = [...items]
  for (let last = shuffled.length - 1; last > 0; last--) {
    const other = randomInt(last + 1)
    const moved = shuffled[last] as Item
    shuffled[last] = shuffled[other] as Item
    shuffled[other] = moved
  }
  return shuffled
}

/** After a draw each needs its own reason. `stale` stops giving none, unseen, to requests that came in later. */
export async function setUndecidedToNone(
  eventId: string,
  viewer: Person,
  allocationVersion: number,
): Promise<{ refusal?: NoneRefusal | undefined }> {
  const undecided = sql`event_id = ${eventId} AND draft_amount IS NULL`
  return write<NoneRefusal>([
    ...mustAllowFilling(eventId, viewer, allocationVersion),
    // First, as after the update nobody could tell which rows it changed.
    auditRows(
      {
        actor: viewer,
        action: 'allocation.undecided-to-none',
        subject: 'allocation',
        subjectId: eventId,
        eventId,
        after: sql`json_object('none', json_group_array(id))`,
      },
      sql`FROM requests WHERE ${undecided}`,
    ),
    sql`UPDATE requests SET draft_amount = 0, draft_reason = NULL WHERE ${undecided}`,
  ])
}
