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
import { type NoneRefusal, setUndecidedToNone } from '#app/models/grid/fill.server.ts'
import { findFigures } from '#app/models/grid/grid.server.ts'
import { fillSchema } from '#app/models/grid/view.ts'
import { sayCount, wordFor } from '#app/values/count.ts'

export const meta: MetaFunction = () => [{ title: 'Set all undecided to none' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  return json({ event, figures: await findFigures(event) })
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, fillSchema)
  if (failed) return failed
  const { refusal } = await setUndecidedToNone(eventId, viewer, value.allocationVersion)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [words[refusal]] })
  return redirectWithFlash(`/events/${eventId}/allocation`, 'Nobody is undecided any more.')
}

const words: Record<Exclude<NoneRefusal, 'not-found'>, string> = {
  'not-closed': 'Tickets can be given only while the event is closed. Nothing was changed.',
  locked: 'The terms of the draw are locked, and the draw decides the numbers.',
  drawn: 'The tickets were drawn, so each number that differs needs a reason of its own.',
  stale:
    'Requests or draft were changed since this page was shown. It shows them as they are now; nothing was changed.',
}

export default function SetUndecidedToNone() {
  const { event, figures } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <ConfirmFill
      title="Set all undecided to none"
      event={event}
      lastResult={lastResult}
      button={`Give none to ${figures.undecided}`}
    >
      <p>
        {figures.undecided} of {sayCount(figures.people, 'request')}{' '}
        {wordFor(figures.undecided, 'is')} not decided. They get no ticket; rows that have a number
        keep it. Nobody is told anything before you finalize.
      </p>
    </ConfirmFill>
  )
}
