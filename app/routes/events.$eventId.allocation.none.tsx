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

export const meta: MetaFunction = () => [{ title: 'Give none to everyone not decided' }]

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
  return redirectWithFlash(`/events/${eventId}/allocation`, 'Saved. Every request is decided.')
}

const words: Record<Exclude<NoneRefusal, 'not-found'>, string> = {
  'not-closed': 'You can give out tickets only while requests are closed. Nothing was changed.',
  locked: 'The terms of the draw are locked. The draw decides the numbers.',
  drawn: 'The draw was made, so each change needs its own reason.',
  stale:
    'Someone changed a request or the list just now. Nothing was saved. Check this page again.',
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function obstacleTo(
  { state, isLocked, wasDrawn }: Loaded['event'],
  undecided: number,
): string | null {
  if (state !== 'closed') return words['not-closed']
  if (isLocked) return words.locked
  if (wasDrawn) return words.drawn
  return undecided === 0 ? 'Every request is already decided.' : null
}

export default function SetUndecidedToNone() {
  const { event, figures } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <ConfirmFill
      title="Give none to everyone not decided?"
      event={event}
      lastResult={lastResult}
      obstacle={obstacleTo(event, figures.undecided)}
      button={`Give none to ${sayCount(figures.undecided, 'person')}`}
    >
      <p>
        {figures.undecided} of {sayCount(figures.people, 'request')}{' '}
        {wordFor(figures.undecided, 'is')} not decided. They will get no ticket. Everyone else keeps
        their number. Nobody is told anything before you finalize.
      </p>
    </ConfirmFill>
  )
}
