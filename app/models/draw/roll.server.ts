import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { formatRoll, rollHashOf } from '#app/allocation/roll.ts'
import type { Entry, Order } from '#app/allocation/types.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import { readLosses } from '#app/models/draw/fairness/ledger.server.ts'
import { weightFor } from '#app/models/draw/fairness/ledger.ts'
import {
  listAbsent,
  mustStillBeAbsent,
  noteOffRoll,
  removeAbsentPins,
} from '#app/models/draw/preparing/absent.server.ts'
import { defaultChoice, findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { sealUnlessSealed } from '#app/models/draw/seal/sealing.server.ts'
import {
  sqlIsInState,
  sqlWasDrawn,
  sqlWasFinalized,
  stateSql,
} from '#app/models/events/state.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { entryCodes, events, requests, rolls, users } from '#db/schema.ts'
import { nextDraw } from './draw-number.server.ts'

export type EntryFacts = {
  code: string
  sizes: readonly number[]
  losses: number
  raisedAt: number
}

/** Entries with the weights and priorities that an order gives them. Pure. */
export function entriesFor(order: Order, facts: readonly EntryFacts[]): Entry[] {
  const earliestFirst = facts.toSorted(
    (a, b) => a.raisedAt - b.raisedAt || (a.code < b.code ? -1 : 1),
  )
  const ranks = new Map(earliestFirst.map((fact, index) => [fact.code, facts.length - index]))
  return facts.map(({ code, sizes, losses }) => ({
    code,
    sizes,
    weight: order === 'weighted' ? weightFor(losses) : 1,
    priority: order === 'rotation' ? losses : order === 'first-come' ? (ranks.get(code) ?? 0) : 0,
  }))
}

/** The requests of an event as the draw will see them, with their codes: those of active people. */
export async function readEntryFacts(eventId: string): Promise<EntryFacts[]> {
  const losses = await readLosses()
  const rows = await db()
    .select({
      userId: requests.userId,
      code: entryCodes.code,
      sizes: requests.sizes,
      raisedAt: requests.raisedAt,
    })
    .from(requests)
    .innerJoin(
      entryCodes,
      and(eq(entryCodes.eventId, requests.eventId), eq(entryCodes.userId, requests.userId)),
    )
    .innerJoin(users, eq(users.id, requests.userId))
    .where(and(eq(requests.eventId, eventId), isNull(users.deactivatedAt)))
    .orderBy(asc(entryCodes.code))
  const entries = rows.map(({ userId, sizes, ...row }) => ({
    ...row,
    sizes: parseSizes(sizes),
    losses: losses.get(userId) ?? 0,
  }))
  // Imported requests may have no size that can be: nothing could be drawn for them.
  return entries.filter(({ sizes }) => sizes.length > 0)
}

/** The roll that counts, or the one with a number, which may have been withdrawn. */
export async function findRoll(eventId: string, number?: number) {
  const which = number === undefined ? isNull(rolls.supersededAt) : eq(rolls.number, number)
  const [row] = await db()
    .select()
    .from(rolls)
    .where(and(eq(rolls.eventId, eventId), which))
  return row
}

/** How often a roll is written anew when something it rests on changed meanwhile. */
const TRIES = 5

/**
 * Freezes the roll of a closed event, once: weights and priorities are settled here. Nothing happens when it is frozen
 * already.
 * @returns false when the event was not closed.
 */
export async function freezeRoll(eventId: string): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const refusal = await tryToFreeze(eventId)
    if (refusal !== 'changed') return refusal !== 'not-closed'
  }
  throw new Error('the requests of a closed event keep changing; its roll was not frozen')
}

async function tryToFreeze(eventId: string) {
  const [event] = await db()
    .select({ state: stateSql(Date.now()), version: events.allocationVersion })
    .from(events)
    .where(eq(events.id, eventId))
  // Read while it was still open, the roll could lack a request of the last moment.
  if (event?.state !== 'closed') return 'not-closed' as const
  await prepareForRoll(eventId)
  const choice = await findChoice(eventId, await nextDraw(eventId))
  const { order } = choice ?? defaultChoice
  const absent = await listAbsent(eventId)
  const facts = await readEntryFacts(eventId)
  const roll = formatRoll(entriesFor(order, facts))
  const rollHash = rollHashOf(roll)
  const done = await write([
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    refuseIf(
      'frozen',
      sql`EXISTS (SELECT 1 FROM rolls WHERE event_id = ${eventId} AND superseded_at IS NULL)`,
    ),
    refuseUnless(
      'changed',
      sql`SELECT allocation_version = ${event.version} AND ${choice?.id ?? null} IS (
          SELECT max(id) FROM rule_choices WHERE event_id = ${eventId})
        FROM events WHERE id = ${eventId}`,
    ),
    mustStillBeAbsent(eventId, absent),
    ...removeAbsentPins(eventId),
    noteOffRoll(eventId),
    sql`INSERT INTO rolls (event_id, number, roll, roll_hash, order_name, frozen_at, deactivated, without_size)
      SELECT ${eventId}, 1 + coalesce(max(number), 0), ${roll}, ${rollHash}, ${order}, ${Date.now()},
        ${absent.length}, (SELECT asked_people FROM events WHERE id = ${eventId}) - ${absent.length + facts.length}
      FROM rolls WHERE event_id = ${eventId}`,
    audit({
      actor: null,
      action: 'roll.frozen',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { rollHash, ...(absent.length > 0 && { deactivated: absent }) },
    }),
  ])
  return done.refusal
}

/** Events that came from elsewhere may lack codes, a seal or a choice; all are made before the roll is. */
async function prepareForRoll(eventId: string): Promise<void> {
  const missing = await db()
    .select({ userId: requests.userId })
    .from(requests)
    .leftJoin(
      entryCodes,
      and(eq(entryCodes.eventId, requests.eventId), eq(entryCodes.userId, requests.userId)),
    )
    .where(and(eq(requests.eventId, eventId), isNull(entryCodes.code)))
  if (missing.length > 0) await write(missing.map(({ userId }) => giveCode(eventId, userId)))
  await sealUnlessSealed(eventId)
}

/** Freezes the rolls of all events that the clock has closed. For a timer. */
export async function freezeDueRolls(): Promise<void> {
  const due = await db().all<{ id: string }>(sql`
    SELECT id FROM events WHERE ${stateSql(Date.now())} = 'closed'
      AND NOT EXISTS (SELECT 1 FROM rolls WHERE rolls.event_id = events.id AND superseded_at IS NULL)
      AND NOT ${sqlWasFinalized()}`)
  const failures: unknown[] = []
  for (const { id } of due) await freezeRoll(id).catch(error => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'some rolls were not frozen')
}

/** The steps that go with reopening: refused once a draw was made, and the roll no longer counts. */
export function stepsToReopen(eventId: string) {
  return [refuseIf('drawn' as const, sqlWasDrawn(eventId)), voidRoll(eventId)]
}

/** The step after which a roll that was frozen no longer counts; the next one is frozen at closing. */
export function voidRoll(eventId: string) {
  return db()
    .update(rolls)
    .set({ supersededAt: Date.now() })
    .where(and(eq(rolls.eventId, eventId), isNull(rolls.supersededAt)))
}
