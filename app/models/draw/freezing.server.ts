import { and, eq, isNull, sql } from 'drizzle-orm'
import { formatRoll, rollHashOf } from '#app/allocation/roll.ts'
import type { Order } from '#app/allocation/types.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import { sqlIsAsked } from '#app/models/draw/fairness/asked.server.ts'
import { mustStillBeLedger, readLedgerVersion } from '#app/models/draw/fairness/basis.server.ts'
import {
  listAbsent,
  mustStillBeAbsent,
  noteOffRoll,
  removeAbsentPins,
} from '#app/models/draw/preparing/absent.server.ts'
import { defaultChoice, findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { sealUnlessSealed } from '#app/models/draw/seal/sealing.server.ts'
import { countsLosses } from '#app/models/draw/words.ts'
import { sqlIsInState, sqlWasFinalized, stateSql } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { entryCodes, requests } from '#db/schema.ts'
import { type DrawState, readDrawState } from './draw-state.server.ts'
import { entriesFor, readEntryFacts } from './roll.server.ts'

const TRIES = 5

/** Does nothing if the roll is already frozen. @returns false when the event was not closed */
export async function freezeRoll(eventId: string): Promise<boolean> {
  for (let tries = 1; tries <= TRIES; tries += 1) {
    const refusal = await tryToFreeze(eventId)
    if (refusal !== 'changed') return refusal !== 'not-closed'
  }
  throw new Error('the requests of a closed event keep changing; its roll was not frozen')
}

async function tryToFreeze(eventId: string) {
  const state = await readDrawState(eventId)
  // A roll read while the event was open could lack a last-minute request.
  if (state?.event.state !== 'closed') return 'not-closed' as const
  const choice = await prepareForRoll(state)
  const frozen = await makeRoll(eventId, choice?.order ?? defaultChoice.order)
  const done = await write([
    ...mustAllowFreezing(state, choice?.id ?? null),
    ...(countsLosses(frozen.order) ? [mustStillBeLedger(frozen.ledger)] : []),
    mustStillBeAbsent(eventId, frozen.absent),
    ...removeAbsentPins(eventId),
    noteOffRoll(eventId),
    ...storeRoll(eventId, frozen),
  ])
  return done.refusal
}

/** Imported events may lack codes, a seal or a choice, and the roll needs them all. */
async function prepareForRoll({ event: { id: eventId }, draw, seal, choice }: DrawState) {
  const missing = await db()
    .select({ userId: requests.userId })
    .from(requests)
    .leftJoin(
      entryCodes,
      and(eq(entryCodes.eventId, requests.eventId), eq(entryCodes.userId, requests.userId)),
    )
    .where(and(eq(requests.eventId, eventId), isNull(entryCodes.code)))
  if (missing.length > 0) await write(missing.map(({ userId }) => giveCode(eventId, userId)))
  if (seal && choice) return choice
  await sealUnlessSealed(eventId)
  return choice ?? findChoice(eventId, draw)
}

type Roll = Awaited<ReturnType<typeof makeRoll>>

async function makeRoll(eventId: string, order: Order) {
  const absent = await listAbsent(eventId)
  const ledger = await readLedgerVersion()
  const facts = await readEntryFacts(eventId, order)
  const text = formatRoll(entriesFor(order, facts))
  return { order, absent, ledger, text, hash: rollHashOf(text), entries: facts.length }
}

function mustAllowFreezing({ event }: DrawState, choiceId: number | null) {
  return [
    refuseUnless('not-closed' as const, sqlIsInState(event.id, ['closed'])),
    refuseIf(
      'frozen' as const,
      sql`EXISTS (SELECT 1 FROM rolls WHERE event_id = ${event.id} AND superseded_at IS NULL)`,
    ),
    refuseUnless(
      'changed' as const,
      sql`SELECT allocation_version = ${event.allocationVersion} AND ${choiceId} IS (
          SELECT max(id) FROM rule_choices WHERE event_id = ${event.id})
        FROM events WHERE id = ${event.id}`,
    ),
  ]
}

function storeRoll(eventId: string, { order, absent, text, hash, entries }: Roll) {
  return [
    sql`INSERT INTO rolls (event_id, number, roll, roll_hash, order_name, frozen_at, deactivated, without_size,
        unconfirmed)
      SELECT ${eventId}, 1 + coalesce(max(number), 0), ${text}, ${hash}, ${order}, ${Date.now()},
        ${absent.length}, (SELECT asked_people FROM events WHERE id = ${eventId}) - ${absent.length + entries},
        (SELECT count(*) FROM requests WHERE event_id = ${eventId} AND off_roll = 0 AND NOT ${sqlIsAsked()})
      FROM rolls WHERE event_id = ${eventId}`,
    audit({
      actor: null,
      action: 'roll.frozen',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { rollHash: hash, ...(absent.length > 0 && { deactivated: absent }) },
    }),
  ]
}

export async function readFrozenState(eventId: string, draw: number) {
  const state = await readDrawState(eventId, draw)
  if (state?.roll && state.seal && state.choice) return state
  return (await freezeRoll(eventId)) ? readDrawState(eventId, draw) : undefined
}

export async function freezeDueRolls(): Promise<void> {
  const due = await db().all<{ id: string }>(sql`
    SELECT id FROM events WHERE ${stateSql(Date.now())} = 'closed'
      AND NOT EXISTS (SELECT 1 FROM rolls WHERE rolls.event_id = events.id AND superseded_at IS NULL)
      AND NOT ${sqlWasFinalized()}`)
  const failures: unknown[] = []
  for (const { id } of due) await freezeRoll(id).catch(error => failures.push(error))
  if (failures.length > 0) throw new AggregateError(failures, 'some rolls were not frozen')
}
