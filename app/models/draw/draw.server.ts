import { asc, eq, type SQL, sql } from 'drizzle-orm'
import type { DrawDocument, DrawInput2 } from '#app/allocation/document/document.ts'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { workOf } from '#app/allocation/draw.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import {
  mustAllowLocking,
  mustBeAsPrepared,
  stepsOfLocking,
} from '#app/models/draw/locking/lock.server.ts'
import type { LockRefusal } from '#app/models/draw/locking/locking.ts'
import {
  type PreparedLocking,
  prepareLocking,
} from '#app/models/draw/locking/prepare-locking.server.ts'
import { giveAbsentNone } from '#app/models/draw/preparing/absent.server.ts'
import { startTask, type Task } from '#app/models/draw/workers/task.server.ts'
import { calculate, startCalculation } from '#app/models/draw/workers/workers.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { fitsInValue, jsonParts } from '#db/insert-all.ts'
import { type WriteStep, write } from '#db/lane.ts'
import { draws } from '#db/schema.ts'

export type DrawRefusal = LockRefusal

export type DrawOutcome = { draw: number; refusal: undefined } | { refusal: DrawRefusal }
export type DrawStart = DrawOutcome | { task: Task<DrawOutcome> }

/** A draw that needs more goes on in the background: hashes, and cells of an exact rule's table. */
const AT_ONCE = { hashes: 200_000, cells: 60_000_000 }

/**
 * Locks the terms and makes the draw in one batch, without a public value: one press, one draw. The result becomes the
 * draft of the grid.
 * @param draw its number as the page showed it, so that a second press draws nothing.
 * @returns the number of the draw, or why there was none; then nothing was changed.
 */
export async function makeDraw(
  eventId: string,
  draw: number,
  viewer: Person,
): Promise<DrawOutcome> {
  const prepared = await prepareDraw(eventId, draw, viewer)
  if ('refusal' in prepared) return prepared
  return recordDraw(viewer, prepared, await calculate('complete', inputOf(prepared)))
}

/**
 * The same, but a draw that takes long goes on in the background, where it can be watched and cancelled.
 * @param shown the hash of the terms that the page showed
 */
export async function startDraw(
  eventId: string,
  draw: number,
  viewer: Person,
  shown?: string,
): Promise<DrawStart> {
  const prepared = await prepareDraw(eventId, draw, viewer)
  if ('refusal' in prepared) return prepared
  if (shown !== undefined && shown !== prepared.locked.termsHash) return { refusal: 'changed' }
  const input = inputOf(prepared)
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

async function prepareDraw(eventId: string, draw: number, viewer: Person) {
  const may = await write(mustAllowLocking(eventId, draw, viewer))
  return may.refusal ? { refusal: may.refusal } : prepareLocking(eventId, draw, '-')
}

function inputOf({ locked }: PreparedLocking): DrawInput2 {
  return { ...locked, publicValue: '', publicProof: null }
}

async function recordDraw(
  viewer: Person,
  prepared: PreparedLocking,
  document: DrawDocument,
): Promise<DrawOutcome> {
  const text = formatDrawDocument(document)
  if (!fitsInValue(text)) return { refusal: 'too-large' }
  const done = await write<DrawRefusal>([
    ...mustAllowLocking(document.eventId, document.draw, viewer),
    ...mustBeAsPrepared(prepared),
    ...stepsOfLocking(viewer, prepared, { knownAt: null, withMail: false, publicValue: '' }),
    ...stepsOfDraw(viewer, document, text, prepared.rollNumber),
  ])
  return done.refusal ? { refusal: done.refusal } : { draw: document.draw, refusal: undefined }
}

/** @param by null for the program, which draws when the public value is there */
export function stepsOfDraw(
  by: Actor,
  document: DrawDocument,
  text: string,
  rollNumber: number,
): WriteStep<never>[] {
  const { eventId, draw, rule, seed, rollHash } = document
  return [
    db()
      .insert(draws)
      .values({
        ...{ eventId, number: draw, rollNumber, document: text },
        drawnAt: Date.now(),
        drawnByName: by?.name ?? '',
      }),
    sql`UPDATE requests SET draft_amount = NULL, draft_reason = NULL, drawn_amount = NULL, was_pinned = 0
      WHERE event_id = ${eventId}`,
    ...jsonParts([...document.result]).map(part => draftDrawn(eventId, part)),
    giveAbsentNone(eventId),
    sql`UPDATE events SET allocation_version = allocation_version + 1 WHERE id = ${eventId}`,
    audit({
      actor: by && { userId: by.userId, name: by.name },
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
      SELECT asked.id AS request_id, given.value ->> 1 AS amount, pins.reason AS reason,
        pins.request_id IS NOT NULL AS was_pinned
      FROM json_each(${results}) AS given
      CROSS JOIN entry_codes ON entry_codes.event_id = ${eventId} AND entry_codes.code = given.value ->> 0
      CROSS JOIN requests AS asked ON asked.event_id = ${eventId} AND asked.user_id = entry_codes.user_id
      LEFT JOIN pins ON pins.event_id = ${eventId} AND pins.request_id = asked.id)
    UPDATE requests SET draft_amount = drawn.amount, draft_reason = drawn.reason,
      drawn_amount = drawn.amount, was_pinned = drawn.was_pinned
    FROM drawn WHERE requests.id = drawn.request_id`
}

/** Every draw of an event, the first one first, without its document. */
export async function listDraws(eventId: string) {
  const { number, drawnAt, drawnByName } = draws
  return db()
    .select({ number, drawnAt, drawnByName })
    .from(draws)
    .where(eq(draws.eventId, eventId))
    .orderBy(asc(draws.number))
}
