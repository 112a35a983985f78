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
  'not-closed': 'You can give out tickets only while requests are closed. Nothing was changed.',
  changed: 'Someone changed a request just now. Nothing was filled in.',
  stale:
    'Someone changed the list just now. Nothing was filled in. Check the list, or press again to replace it.',
  locked: 'The terms of the draw are locked. The draw decides the numbers.',
  drawn: 'The draw has already been made. It can’t be made twice.',
  'over-capacity': 'The number of tickets was lowered just now. Nothing was filled in. Try again.',
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, fillSchema)
  if (failed) return failed
  const { refusal } = await fillByPlainDraw(eventId, viewer, value.allocationVersion)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [words[refusal]] })
  return redirectWithFlash(`/events/${eventId}/allocation`, 'The list is filled in at random.')
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function obstacleTo({ state, isLocked, wasDrawn }: Loaded['event'], people: number): string | null {
  if (state !== 'closed') return words['not-closed']
  if (isLocked) return words.locked
  if (wasDrawn) return words.drawn
  return people === 0 ? 'Nobody asked for tickets, so there is nothing to fill in.' : null
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
      obstacle={obstacleTo(event, figures.people)}
      button={`Fill in ${figures.people === 1 ? 'the 1 request' : `all ${sayCount(figures.people, 'request')}`}`}
    >
      <p>
        The program shuffles the requests. In that order everyone gets the largest number they asked
        for that still fits, out of {sayTickets(event.totalTickets - event.heldBack)}. The order is
        kept in the audit trail.
      </p>
      <p>
        <strong>
          {decided === 0
            ? 'Nobody has a number yet.'
            : `This replaces the whole list: ${sayCount(decided, 'number')} and the reasons will be lost.`}
        </strong>{' '}
        Nobody is told anything before you finalize, and you can still change each number.
      </p>
    </ConfirmFill>
  )
}
