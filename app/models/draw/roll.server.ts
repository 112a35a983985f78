import { and, asc, eq, isNull } from 'drizzle-orm'
import type { Entry, Order } from '#app/allocation/types.ts'
import { sqlIsAsked } from '#app/models/draw/fairness/asked.server.ts'
import { readLosses } from '#app/models/draw/fairness/ledger.server.ts'
import { countedLosses, weightFor } from '#app/models/draw/fairness/ledger.ts'
import { countsLosses } from '#app/models/draw/words.ts'
import { sqlWasDrawn } from '#app/models/events/state.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { refuseIf } from '#db/lane.ts'
import { entryCodes, requests, rolls, users } from '#db/schema.ts'
import { mustNotBeLocked } from './guards.server.ts'

export type EntryFacts = {
  code: string
  sizes: readonly number[]
  /** None for somebody who neither asked nor confirmed. */
  losses: number
  raisedAt: number
}

export function entriesFor(order: Order, facts: readonly EntryFacts[]): Entry[] {
  const earliestFirst = facts.toSorted(
    (a, b) => a.raisedAt - b.raisedAt || (a.code < b.code ? -1 : 1),
  )
  const ranks = new Map(earliestFirst.map((fact, index) => [fact.code, facts.length - index]))
  return facts.map(({ code, sizes, losses }) => ({
    code,
    sizes,
    weight: order === 'weighted' ? weightFor(losses) : 1,
    priority:
      order === 'rotation'
        ? countedLosses(losses)
        : order === 'first-come'
          ? (ranks.get(code) ?? 0)
          : 0,
  }))
}

/** The requests of an event as the draw will see them, with their codes: those of active people. */
export async function readEntryFacts(eventId: string, order: Order): Promise<EntryFacts[]> {
  const losses = countsLosses(order) ? await readLosses() : new Map<string, number>()
  const rows = await db()
    .select({
      userId: requests.userId,
      code: entryCodes.code,
      sizes: requests.sizes,
      raisedAt: requests.raisedAt,
      isAsked: sqlIsAsked().mapWith(Boolean),
    })
    .from(requests)
    .innerJoin(
      entryCodes,
      and(eq(entryCodes.eventId, requests.eventId), eq(entryCodes.userId, requests.userId)),
    )
    .innerJoin(users, eq(users.id, requests.userId))
    .where(and(eq(requests.eventId, eventId), isNull(users.deactivatedAt)))
    .orderBy(asc(entryCodes.code))
  const entries = rows.map(({ userId, sizes, isAsked, ...row }) => ({
    ...row,
    sizes: parseSizes(sizes),
    losses: isAsked ? (losses.get(userId) ?? 0) : 0,
  }))
  // Imported requests may have no possible size.
  return entries.filter(({ sizes }) => sizes.length > 0)
}

/** With a number, finds a withdrawn roll too. */
export async function findRoll(eventId: string, number?: number) {
  const which = number === undefined ? isNull(rolls.supersededAt) : eq(rolls.number, number)
  const [row] = await db()
    .select()
    .from(rolls)
    .where(and(eq(rolls.eventId, eventId), which))
  return row
}

export function stepsToReopen(eventId: string) {
  return [
    refuseIf('drawn' as const, sqlWasDrawn(eventId)),
    mustNotBeLocked(eventId),
    voidRoll(eventId),
  ]
}

export function voidRoll(eventId: string) {
  return db()
    .update(rolls)
    .set({ supersededAt: Date.now() })
    .where(and(eq(rolls.eventId, eventId), isNull(rolls.supersededAt)))
}
