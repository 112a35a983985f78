import { checkSignature } from '#app/models/draw/beacon/beacon.server.ts'
import { readNumbers } from '#app/models/draw/beacon/numbers.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { drawLocked } from './locked-draw.server.ts'
import type { Locking } from './locking.server.ts'
import type { ValueRefusal } from './locking.ts'
import { keepNumbers, keepSignature } from './value.server.ts'

export type Entered = { refusal: ValueRefusal | 'wrong' | 'busy' | undefined }

/** Characters of a roll. A longer draw is left to the timer, so that nobody waits for it. */
const AT_ONCE = 200_000

/** Keeps the round's signature that anybody pasted, if it is the beacon's, and makes the draw. */
export async function enterSignature(
  locking: Locking,
  signature: string,
  viewer: Person,
): Promise<Entered> {
  const { eventId, draw, source } = locking
  if (source.kind !== 'drand') return { refusal: 'not-locked' }
  const verdict = await checkSignature(source.round, signature, viewer.userId)
  if (verdict !== 'genuine') return { refusal: verdict }
  const kept = await keepSignature(eventId, draw, signature, viewer)
  return drawNow(locking, kept.refusal)
}

/** @param numbers as `readNumbers` reads them */
export async function enterNumbers(
  locking: Locking,
  numbers: string,
  viewer: Person,
): Promise<Entered> {
  const kept = await keepNumbers(locking.eventId, locking.draw, numbers, viewer)
  return drawNow(locking, kept.refusal)
}

type Twice = { numbers: string } | { problems: Record<string, string[]> }

/** Numbers that were typed twice, by field of the form. */
export function readTwice(typed: { numbers: string; again: string }): Twice {
  const [first, second] = [readNumbers(typed.numbers), readNumbers(typed.again)]
  if ('problem' in first) return { problems: { numbers: [first.problem] } }
  if ('problem' in second || first.numbers !== second.numbers)
    return { problems: { again: [DIFFERENT] } }
  return first
}

const DIFFERENT = 'The two are not the same. Look the numbers up and type them again.'

async function drawNow(
  { eventId, draw, roll }: Locking,
  refusal: ValueRefusal | undefined,
): Promise<Entered> {
  const isKnown = refusal === undefined || refusal === 'has-value'
  if (isKnown && roll.length <= AT_ONCE) await drawOrLeave(eventId, draw)
  return { refusal }
}

/** The value is kept, so the timer makes the draw that failed here, or logs why it cannot. */
async function drawOrLeave(eventId: string, draw: number): Promise<void> {
  await drawLocked(eventId, draw).catch(() => undefined)
}
