import type { Submission } from '@conform-to/react'
import { readPasted } from '#app/models/draw/beacon/pasted.ts'
import {
  type Entered,
  enterNumbers,
  enterSignature,
  readTwice,
} from '#app/models/draw/locking/enter-value.server.ts'
import { numbersSchema, pastedSchema } from '#app/models/draw/locking/input.ts'
import { findLocking, type Locking } from '#app/models/draw/locking/locking.server.ts'
import { tooManyTries, valueRefusals } from '#app/models/draw/locking/refusals.ts'
import type { SeenEvent } from '#app/models/events/event.server.ts'
import { countTry } from '#app/models/sign-in/limits.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { redirectWithFlash } from './flash.server.ts'
import { comeAgain, parseForm, refuseForm, slowDown } from './forms/form.server.ts'
import { notFound } from './not-found.server.ts'

/** Anybody signed in may paste what the beacon says; numbers are the organizer's. */
export async function enterValue(
  event: SeenEvent,
  number: number,
  request: Request,
  viewer: Viewer,
) {
  const locking = Number.isSafeInteger(number) ? await findLocking(event.id, number) : undefined
  if (!locking) throw notFound()
  if (locking.source.kind !== 'numbers') return enterPasted(locking, request, viewer)
  if (!event.isManaged) throw notFound()
  const { value, submission, failed } = await parseForm(request, numbersSchema)
  if (failed) return failed
  const read = readTwice(value)
  if ('problems' in read) return refuseForm(submission, read.problems)
  return answer(await enterNumbers(locking, read.numbers, viewer), submission, locking)
}

/** Form and length are checked before the try is counted. */
async function enterPasted(locking: Locking, request: Request, viewer: Viewer) {
  const { value, submission, failed } = await parseForm(request, pastedSchema)
  if (failed) return failed
  const { source } = locking
  if (source.kind !== 'drand') return refuseForm(submission, valueRefusals['not-locked'])
  const read = readPasted(value.answer, source.round)
  if ('problem' in read) return refuseForm(submission, { answer: [read.problem] })
  const seconds = await countTry('pasted value by person', viewer.userId)
  if (seconds > 0) return slowDown(refuseForm(submission, tooManyTries(seconds)), seconds)
  return answer(await enterSignature(locking, read.signature, viewer), submission, locking)
}

function answer({ refusal }: Entered, submission: Submission<unknown>, { eventId, draw }: Locking) {
  if (refusal === undefined)
    return redirectWithFlash(
      `/events/${eventId}/draws/${draw}`,
      'The public value is saved, and the draw makes itself.',
    )
  if (refusal === 'not-found') throw notFound()
  const failed = refuseForm(submission, valueRefusals[refusal])
  return refusal === 'busy' ? comeAgain(failed) : failed
}
