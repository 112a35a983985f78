import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useServerForm } from '#app/components/form.tsx'
import { HoldTicketsForm } from '#app/components/hold-tickets-form.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import {
  findLeftBehind,
  holdForLeftBehind,
  listHoldTargets,
} from '#app/models/draw/fairness/left-behind.server.ts'
import {
  type HoldForm,
  holdRefusals,
  holdSchema,
  sayNeed,
  sortLeftBehind,
} from '#app/models/draw/fairness/left-behind.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `People who got nothing: ${data?.event.name ?? ''}` },
]

/** The most often that a form may repeat a field. */
const SHOWN = 50

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state } = event
  const by = new URL(args.request.url).searchParams.get('by') === 'need' ? 'need' : 'drought'
  const people = sortLeftBehind(await findLeftBehind(event), by)
  const targets = await listHoldTargets(id, viewer)
  return {
    event: { id, name },
    isFinal: state === 'finalized',
    by,
    people: people.slice(0, SHOWN).map(one => ({ ...one, need: sayNeed(one) })),
    more: Math.max(0, people.length - SHOWN),
    targets: targets.map(target => ({
      value: target.eventId,
      label: `${target.name}, ${sayInstantShort(target.startsAt, target.timeZone)}`,
    })),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { id } = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { value, submission, failed } = await parseForm(args.request, holdSchema)
  if (failed) return failed
  const { refusal, pinned, heldBack } = await holdForLeftBehind(id, viewer, value)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, holdRefusals[refusal])
  return redirectWithFlash(
    `/events/${value.targetId}/pins`,
    `Tickets reserved for ${sayCount(pinned, 'person')} who already asked here. ${sayTickets(heldBack)} held back for the others.`,
  )
}

export default function LeftBehindPage() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { event, isFinal, people } = page
  const [form, fields] = useServerForm<HoldForm>({ id: 'hold', lastResult })
  return (
    <>
      <PageHeader
        title="People who got nothing"
        back={{ to: `/events/${event.id}/allocation`, label: 'The list' }}
        lead={`They got no tickets for ${event.name}. That can’t change, but you can hold tickets for them at an upcoming event, before its requests close. Everyone can see this.`}
        problems={form}
      />
      {isFinal ? null : <NotFinal eventId={event.id} />}
      {isFinal && people.length === 0 ? <EmptyState title="Everyone got tickets" /> : null}
      {people.length > 0 ? (
        <>
          <Order by={page.by} />
          <HoldTicketsForm page={page} form={form} fields={fields} />
        </>
      ) : null}
    </>
  )
}

function NotFinal({ eventId }: { eventId: string }) {
  return (
    <p className="note">
      This event is not decided yet. <a href={`/events/${eventId}/finalization`}>Finalize</a> first.
      Then you see here who got nothing.
    </p>
  )
}

function Order({ by }: { by: string }) {
  return (
    <p className="actions">
      <a href="?by=drought" aria-current={by === 'drought' ? 'true' : undefined}>
        Longest wait first
      </a>
      <a href="?by=need" aria-current={by === 'need' ? 'true' : undefined}>
        Greatest need first
      </a>
    </p>
  )
}
