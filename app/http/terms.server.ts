import { redirect } from '@remix-run/node'
import { cancelDraw } from '#app/models/draw/cancel-draw.server.ts'
import { startDraw } from '#app/models/draw/draw.server.ts'
import { nextDraw } from '#app/models/draw/draw-number.server.ts'
import { cancelLocking } from '#app/models/draw/locking/cancel-locking.server.ts'
import { lockingSchema, unlockingSchema } from '#app/models/draw/locking/input.ts'
import { lockTerms } from '#app/models/draw/locking/lock.server.ts'
import { leastWait } from '#app/models/draw/locking/locked-page.server.ts'
import { tooSoonFor, unlockRefusals } from '#app/models/draw/locking/refusals.ts'
import { drawRefusals } from '#app/models/draw/refusals.ts'
import type { ManagedEvent, Person } from '#app/models/events/event.server.ts'
import { sayInstant } from '#app/values/time.ts'
import { redirectWithFlash } from './flash.server.ts'
import { parseFormData, refuseForm } from './forms/form.server.ts'
import { notFound } from './not-found.server.ts'

export async function lock({ id, timeZone }: ManagedEvent, form: FormData, viewer: Person) {
  const schema = lockingSchema({ timeZone, leastSeconds: leastWait() })
  const { value, submission, failed } = parseFormData(form, schema)
  if (failed) return failed
  const { draw, shown, source, withMail } = value
  if (source.kind === 'none') {
    const started = await startDraw(id, draw, viewer, shown)
    if ('task' in started) throw redirect(`/events/${id}/terms`, 303)
    if (started.refusal === 'not-found') throw notFound()
    if (started.refusal) return refuseForm(submission, drawRefusals[started.refusal])
    return redirectWithFlash(
      `/events/${id}/allocation`,
      `Draw ${started.draw} is made. Its result is in the draft below, and in the public log.`,
    )
  }
  const locked = await lockTerms(id, viewer, { draw, source, withMail, shown })
  if (locked.refusal === 'not-found') throw notFound()
  if (locked.refusal === 'too-soon') return refuseForm(submission, tooSoonFor[source.kind])
  if (locked.refusal) return refuseForm(submission, drawRefusals[locked.refusal])
  const when =
    locked.knownAt === null ? '' : ` The draw is on ${sayInstant(locked.knownAt, timeZone)}.`
  return redirectWithFlash(`/events/${id}/draws/${draw}`, `The terms are locked.${when}`)
}

export async function unlock({ id }: ManagedEvent, form: FormData, viewer: Person) {
  const { value, submission, failed } = parseFormData(form, unlockingSchema)
  if (failed) return failed
  const { refusal } = await cancelLocking(id, viewer, value)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, unlockRefusals[refusal])
  return redirectWithFlash(
    `/events/${id}/terms`,
    `The locking of draw ${value.draw} is cancelled. The next is draw ${value.draw + 1}, with a new commitment.`,
  )
}

export async function cancelBackgroundDraw({ id }: ManagedEvent, form: FormData, viewer: Person) {
  const here = `/events/${id}/terms`
  const { refusal } = await cancelDraw(id, await shownDraw(form, id), viewer)
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'drawn')
    return redirectWithFlash(
      `/events/${id}/allocation`,
      'The draw was already made, so it was not cancelled.',
    )
  if (refusal) return redirectWithFlash(here, cancelRefusals[refusal])
  return redirectWithFlash(here, 'The draw was cancelled. Nothing was drawn.')
}

const cancelRefusals = {
  published: 'The result was already published, so no draw was cancelled.',
  'not-sealed': 'This is not the draw to be made next, so nothing was cancelled.',
  'not-closed': 'Requests are not closed, so there was no draw to cancel.',
}

/** A page of an older version does not say which draw it shows: it can only be the next. */
async function shownDraw(form: FormData, eventId: string): Promise<number> {
  const draw = Number(form.get('draw') ?? Number.NaN)
  return Number.isSafeInteger(draw) && draw > 0 ? draw : nextDraw(eventId)
}
