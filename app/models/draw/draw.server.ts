import { and, asc, eq, type SQL, sql } from 'drizzle-orm'
import {
  type DrawDocument,
  type DrawInput,
  formatDrawDocument,
} from '#app/allocation/document/document.ts'
import { workOf } from '#app/allocation/draw.ts'
import { commitmentOf } from '#app/allocation/ranking.ts'
import type { SetByHand } from '#app/allocation/types.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import { giveAbsentNone } from '#app/models/draw/preparing/absent.server.ts'
import { sqlPinsFit } from '#app/models/draw/preparing/pins.server.ts'
import { openSeal } from '#app/models/draw/seal/seal.server.ts'
import { startTask, type Task } from '#app/models/draw/workers/task.server.ts'
import { calculate, startCalculation } from '#app/models/draw/workers/workers.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { fitsInValue, jsonParts } from '#db/insert-all.ts'
import { refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { draws, entryCodes, pins, requests } from '#db/schema.ts'
import type { DrawState } from './draw-state.server.ts'
import { readFrozenState } from './freezing.server.ts'
import { mustBeSealed, mustNotBeDrawn, mustNotBePublished } from './guards.server.ts'

export type DrawRefusal =
  | 'not-found'
  | 'not-closed'
  | 'published'
  | 'drawn'
  | 'not-sealed'
  | 'value-missing'
  | 'value-unwanted'
  | 'changed'
  | 'over-capacity'
  | 'too-large'

export type DrawOutcome = { draw: number; refusal: undefined } | { refusal: DrawRefusal }
export type DrawStart = DrawOutcome | { task: Task<DrawOutcome> }

/** A draw that needs more goes on in the background: hashes, and cells of an exact rule's table. */
const AT_ONCE = { hashes: 200_000, cells: 60_000_000 }

type Prepared = {
  input: DrawInput
  choiceId: number
  rollNumber: number
  allocationVersion: number
}

/**
 * @param draw its number as the page showed it, so that a second press draws nothing
 * @param publicValue empty when no source was named
 */
export async function makeDraw(
  eventId: string,
  draw: number,
  publicValue: string,
  viewer: Person,
): Promise<DrawOutcome> {
  const prepared = await prepareDraw(eventId, draw, publicValue, viewer)
  if ('refusal' in prepared) return prepared
  return recordDraw(viewer, prepared, await calculate('complete', prepared.input))
}

export async function startDraw(
  eventId: string,
  draw: number,
  publicValue: string,
  viewer: Person,
): Promise<DrawStart> {
  const prepared = await prepareDraw(eventId, draw, publicValue, viewer)
  if ('refusal' in prepared) return prepared
  const { input } = prepared
  const { hashes, cells } = workOf(input)
  if (hashes <= AT_ONCE.hashes && cells <= AT_ONCE.cells)
    return recordDraw(viewer, prepared, await calculate('complete', input))
  const task = startTask<DrawOutcome, DrawDocument>(
    drawTask(eventId),
    String(draw),
    () => startCalculation('complete', input, viewer.userId),
    document => recordDraw(viewer, prepared, document),
  )
  return { task }
}

export function drawTask(eventId: string): string {
  return `draw ${eventId}`
}

async function recordDraw(
  viewer: Person,
  prepared: Prepared,
  document: DrawDocument,
): Promise<DrawOutcome> {
  const text = formatDrawDocument(document)
  if (!fitsInValue(text)) return { refusal: 'too-large' }
  const done = await write(stepsOfDraw(viewer, prepared, document, text))
  return done.refusal ? { refusal: done.refusal } : { draw: document.draw, refusal: undefined }
}

/** Judged before the work, and again in the batch that records the draw. */
function mustAllowDraw(eventId: string, draw: number, viewer: Person): WriteStep<DrawRefusal>[] {
  return [
    mustManage(viewer, eventId),
    mustNotBePublished(eventId),
    mustNotBeDrawn(eventId, draw),
    mustBeSealed(eventId, draw),
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    refuseUnless('over-capacity', sqlPinsFit(eventId)),
  ]
}

async function prepareDraw(
  eventId: string,
  draw: number,
  publicValue: string,
  viewer: Person,
): Promise<Prepared | { refusal: DrawRefusal }> {
  const may = await write(mustAllowDraw(eventId, draw, viewer))
  if (may.refusal) return { refusal: may.refusal }
  const state = await readFrozenState(eventId, draw)
  if (!state) return { refusal: 'not-closed' }
  const { event, roll, choice } = state
  if (!roll || !choice) return { refusal: 'not-sealed' }
  if (choice.publicValueSource !== null && publicValue === '') return { refusal: 'value-missing' }
  if (choice.publicValueSource === null && publicValue !== '') return { refusal: 'value-unwanted' }
  return {
    input: await readInput({ event, draw, roll, choice }, publicValue),
    choiceId: choice.id,
    rollNumber: roll.number,
    allocationVersion: event.allocationVersion,
  }
}

type Ready = Pick<DrawState, 'event' | 'draw'> &
  Record<'roll', NonNullable<DrawState['roll']>> &
  Record<'choice', NonNullable<DrawState['choice']>>

async function readInput(
  { event, draw, roll, choice }: Ready,
  publicValue: string,
): Promise<DrawInput> {
  const secret = await openSeal(event.id, draw)
  const { rule, cap, publicValueSource } = choice
  return {
    version: 1,
    eventId: event.id,
    draw,
    rule,
    order: roll.order,
    options: { cap },
    capacity: event.totalTickets,
    heldBack: event.heldBack,
    commitment: commitmentOf(secret),
    secret,
    roll: roll.roll,
    rollHash: roll.rollHash,
    publicValueSource,
    publicValue: publicValueSource === null ? null : publicValue,
    pins: await readPins(event.id),
    overrides: [],
  }
}

function stepsOfDraw(
  viewer: Person,
  prepared: Prepared,
  document: DrawDocument,
  text: string,
): WriteStep<DrawRefusal>[] {
  const { eventId, draw, rule, seed, rollHash } = document
  return [
    ...mustAllowDraw(eventId, draw, viewer),
    refuseUnless(
      'changed',
      sql`SELECT allocation_version = ${prepared.allocationVersion} AND ${prepared.choiceId} = (
          SELECT max(id) FROM rule_choices WHERE event_id = ${eventId} AND draw = ${draw})
        FROM events WHERE id = ${eventId}`,
    ),
    db().insert(draws).values({
      eventId,
      number: draw,
      rollNumber: prepared.rollNumber,
      document: text,
      drawnAt: Date.now(),
      drawnByName: viewer.name,
    }),
    sql`UPDATE requests SET draft_amount = NULL, draft_reason = NULL WHERE event_id = ${eventId}`,
    ...jsonParts([...document.result]).map(part => draftDrawn(eventId, part)),
    giveAbsentNone(eventId),
    sql`UPDATE events SET allocation_version = allocation_version + 1 WHERE id = ${eventId}`,
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.made',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw, rule, rollHash, seed },
    }),
  ]
}

/** MATERIALIZED and joined in this order: else SQLite reads the whole JSON again for each request. */
function draftDrawn(eventId: string, results: string): SQL {
  return sql`WITH drawn AS MATERIALIZED (
      SELECT asked.id AS request_id, given.value ->> 1 AS amount, pins.reason AS reason
      FROM json_each(${results}) AS given
      CROSS JOIN entry_codes ON entry_codes.event_id = ${eventId} AND entry_codes.code = given.value ->> 0
      CROSS JOIN requests AS asked ON asked.event_id = ${eventId} AND asked.user_id = entry_codes.user_id
      LEFT JOIN pins ON pins.event_id = ${eventId} AND pins.request_id = asked.id)
    UPDATE requests SET draft_amount = drawn.amount, draft_reason = drawn.reason
    FROM drawn WHERE requests.id = drawn.request_id`
}

async function readPins(eventId: string): Promise<SetByHand[]> {
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

export async function listDraws(eventId: string) {
  const { number, drawnAt, drawnByName } = draws
  return db()
    .select({ number, drawnAt, drawnByName })
    .from(draws)
    .where(eq(draws.eventId, eventId))
    .orderBy(asc(draws.number))
}
