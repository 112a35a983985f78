import {
  type ActionFunctionArgs,
  json,
  type LoaderFunctionArgs,
  type MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ConfirmFill } from '#app/components/confirm-fill.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { type FillRefusal, fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { findFigures } from '#app/models/grid/grid.server.ts'
import { fillSchema } from '#app/models/grid/view.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'

export const meta: MetaFunction = () => [{ title: 'Fill at random' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  return json({ event, figures: await findFigures(event) })
}

const words: Record<Exclude<FillRefusal, 'not-found'>, string> = {
  'not-closed': 'Tickets can be given only while the event is closed. Nothing was changed.',
  changed: 'A request was changed meanwhile. Nothing was changed.',
  stale:
    'Somebody changed the draft since this page was shown. Nothing was changed; look at the grid again, or fill it all the same.',
  locked: 'The terms of the draw are locked, and the draw decides the numbers.',
  drawn: 'The tickets of this event were drawn already, and nothing is drawn twice.',
  'over-capacity': 'There are fewer tickets than a moment ago. Nothing was changed; try again.',
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, fillSchema)
  if (failed) return failed
  const { refusal } = await fillByPlainDraw(eventId, viewer, value.allocationVersion)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [words[refusal]] })
  return redirectWithFlash(`/events/${eventId}/allocation`, 'The draw has filled the draft.')
}

export default function FillByPlainDraw() {
  const { event, figures } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const decided = figures.people - figures.undecided
  return (
    <ConfirmFill
      title="Fill at random"
      event={event}
      lastResult={lastResult}
      replaces={decided > 0}
      button={`Draw for ${figures.people === 1 ? 'the 1 request' : `all ${sayCount(figures.people, 'request')}`}`}
    >
      <p>
        The program shuffles the requests. In that order everyone gets their largest size that still
        fits, out of {sayTickets(event.totalTickets - event.heldBack)}. The order is kept in the
        audit trail.
      </p>
      <p>
        <strong>
          {decided === 0
            ? 'No row has a number yet.'
            : `This replaces the whole draft: the numbers and reasons of ${sayCount(decided, 'decided row')} will be lost.`}
        </strong>{' '}
        Nobody is told anything before you finalize, and each number can be changed by hand.
      </p>
    </ConfirmFill>
  )
}
