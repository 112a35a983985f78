import { setImmediate as turn } from 'node:timers/promises'
import type { Actor } from '#app/models/audit/audit.server.ts'
import { LaneFullError, type WriteStep, write } from '#db/lane.ts'
import { Batch } from './batch.ts'
import { listDue } from './due.ts'
import type { Live } from './live.ts'
import { readLive } from './read.server.ts'
import { auditBatch, mustBeAsRead, mustStillBeUnconfirmed, stepsOf } from './steps.server.ts'

export interface Act<R extends string> {
  readonly actor: Actor
  /** Of the audit entry, as `tickets.returned`. */
  readonly action: string
  readonly reason?: string | undefined
  /** Rights, judged at the write. */
  readonly guards?: WriteStep<R>[]
  /** Writes the lines, or refuses; it may run again when something moved in between. */
  plan(batch: Batch): R | undefined
  /** Other rows of the same batch, before its lines are balanced. */
  also?(batch: Batch): WriteStep<R>[]
}

export type Acted<R extends string> =
  | { refusal: R | 'undecided'; live: Live | undefined }
  | { refusal: undefined; batch: Batch }

/** Each event has a queue of its own, so that presses of one process do not refuse each other. */
const queues = new Map<string, { last: Promise<unknown>; length: number }>()
const LONGEST_QUEUE = 500
/** Other processes may write in between, but somebody always gets through. */
export const MOST_TRIES = 50

export async function inTurn<T>(eventId: string, task: () => Promise<T>): Promise<T> {
  const queue = queues.get(eventId) ?? { last: Promise.resolve(), length: 0 }
  if (queue.length >= LONGEST_QUEUE) throw new LaneFullError('too many presses are waiting')
  queues.set(eventId, queue)
  queue.length += 1
  const mine = queue.last.then(task)
  queue.last = mine.catch(() => undefined)
  try {
    return await mine
  } finally {
    queue.length -= 1
    if (queue.length === 0) queues.delete(eventId)
  }
}

/** One act: what fell due first, in a batch of its own, then its lines and one dealing in a single batch. */
export function act<R extends string>(eventId: string, what: Act<R>): Promise<Acted<R>> {
  return inTurn(eventId, async () => {
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const live = await readSettled(eventId)
      if (!live) return { refusal: 'undecided', live }
      const batch = new Batch(live)
      const refusal = what.plan(batch)
      if (refusal !== undefined) return { refusal, live }
      batch.close()
      await restIfLarge(live)
      const steps = [
        ...mustBeAsRead(live),
        ...(what.guards ?? []),
        ...(what.also?.(batch) ?? []),
        ...stepsOf(batch),
        auditBatch(batch, what.actor, what.action, what.reason),
      ]
      await restIfLarge(live)
      const done = await write<R | 'moved'>(steps)
      if (done.refusal === undefined) return { refusal: undefined, batch }
      if (done.refusal !== 'moved') return { refusal: done.refusal as R, live }
      await turn()
    }
    throw new LaneFullError('the event moves on too fast')
  })
}

/** For presses outside this folder: the event with everything that fell due written. Call it within `inTurn`. */
export async function readSettled(eventId: string): Promise<Live | undefined> {
  for (let tried = 0; tried < MOST_TRIES; tried += 1) {
    const live = await readLive(eventId)
    if (!live) return undefined
    await restIfLarge(live)
    const due = listDue(live)
    if (due.length === 0) return live
    const batch = new Batch(live)
    for (const each of due) each.write(batch)
    batch.close()
    await restIfLarge(live)
    const steps = [
      ...mustBeAsRead(live),
      ...mustStillBeUnconfirmed(batch),
      ...stepsOf(batch),
      auditBatch(batch, null, 'tickets.due'),
    ]
    await restIfLarge(live)
    const { refusal } = await write<string>(steps)
    if (refusal !== undefined && refusal !== 'moved')
      throw new Error(`what fell due for the event ${eventId} is refused: ${refusal}`)
  }
  throw new LaneFullError('the event moves on too fast')
}

const LARGE = 500

/** Reading, planning and writing a large event each hold everybody else up; what moves in between is refused. */
export async function restIfLarge({ after }: Live): Promise<void> {
  if (after.people.size > LARGE) await turn()
}

export async function settle(eventId: string): Promise<void> {
  await inTurn(eventId, () => readSettled(eventId))
}
