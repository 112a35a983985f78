import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { HeldBackForm } from '#app/components/held-back-form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { answeredForm } from '#app/components/pin-answers.ts'
import { PinForm } from '#app/components/pin-form.tsx'
import { PinTable } from '#app/components/pin-table.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import {
  holdBack,
  listPinnable,
  pinRequest,
  unpinRequest,
} from '#app/models/draw/preparing/pins.server.ts'
import {
  heldBackSchema,
  pinRefusals,
  pinSchema,
  sayOverCapacity,
  unpinSchema,
} from '#app/models/draw/preparing/pins.ts'
import { findPreparation } from '#app/models/draw/preparing/preparation.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { pageOf, readPage } from '#app/values/page.ts'
import { parseSizes, saySizes } from '#app/values/size.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Reserved tickets: ${data?.event.name ?? ''}` },
]

/** People offered in the choice; with more of them, search by name. */
const OFFERED = 100
const PAGE = 50

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state } = event
  const preparation = await findPreparation(event)
  const q = (new URL(args.request.url).searchParams.get('q') ?? '').trim().slice(0, 100)
  const people = await listPinnable(event, q, OFFERED)
  const { isDrawn, isPublished, totalTickets, heldBack, heldBackReason, inPins, toDraw } =
    preparation
  const wanted = readPage(new URL(args.request.url).searchParams)
  const { items, page, pages } = pageOf(preparation.pins, wanted, PAGE)
  const say = (sizes: string) => saySizes(parseSizes(sizes))
  return {
    event: { id, name, isLocked: event.isLocked },
    q,
    isOpen: !isDrawn && !isPublished && !event.isLocked && state !== 'cancelled',
    figures: { totalTickets, heldBack, heldBackReason, inPins, toDraw },
    page,
    pages,
    address: addressOf(args.request),
    pins: items.map(pin => ({ ...pin, sizes: say(pin.sizes) })),
    people: people.map(person => ({ ...person, sizes: say(person.sizes) })),
    isMore: people.length === OFFERED,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id } = event
  const form = await readForm(args.request)
  const { failed, refusal, submission, asked, said } = await change(id, viewer, form)
  if (failed) return failed
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'over-capacity')
    return refuseForm(submission, sayOverCapacity(await findPreparation(event), asked))
  if (refusal) return refuseForm(submission, pinRefusals[refusal])
  return redirectWithFlash(`/events/${id}/pins`, said)
}

/** The page has three small forms; the button says which one was sent. */
async function change(eventId: string, viewer: Viewer, form: FormData) {
  const intent = form.get('intent')
  if (intent === 'hold') {
    const parsed = parseFormData(form, heldBackSchema)
    if (parsed.failed) return { failed: parsed.failed }
    const asked = parsed.value
    const { refusal } = await holdBack(eventId, viewer, asked)
    return { refusal, submission: parsed.submission, asked, said: 'Held-back tickets saved.' }
  }
  if (intent === 'unpin') {
    const parsed = parseFormData(form, unpinSchema)
    if (parsed.failed) return { failed: parsed.failed }
    const { refusal } = await unpinRequest(eventId, viewer, parsed.value)
    const asked = { amount: 0 }
    return { refusal, submission: parsed.submission, asked, said: 'Reservation removed.' }
  }
  const parsed = parseFormData(form, pinSchema)
  if (parsed.failed) return { failed: parsed.failed }
  const asked = parsed.value
  const { refusal } = await pinRequest(eventId, viewer, asked)
  return { refusal, submission: parsed.submission, asked, said: 'Tickets reserved.' }
}

export default function Pins() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { event, figures, isOpen } = page
  return (
    <>
      <PageHeader
        title="Reserved tickets"
        back={{ to: `/events/${event.id}`, label: event.name }}
        lead="Tickets that are not in the draw. Numbers and reasons are published with the draw. Names never are."
        problems={problemsOf(answeredForm(lastResult), lastResult)}
      />
      <PinFigures {...figures} />
      {isOpen ? null : <ReadOnlyNote event={event} />}
      <PinTable pins={page.pins} isOpen={isOpen} />
      <Pagination page={page.page} pages={page.pages} address={page.address} />
      {isOpen || lastResult ? (
        <>
          <PinForm {...page} lastResult={lastResult} />
          <HeldBackForm figures={figures} lastResult={lastResult} />
        </>
      ) : null}
      {isOpen ? (
        <p>
          <a href={`/events/${event.id}/terms`}>Lock the terms of the draw</a>
        </p>
      ) : null}
    </>
  )
}

type PinFiguresProps = ReturnType<typeof useLoaderData<typeof loader>>['figures']

function PinFigures(figures: PinFiguresProps) {
  return (
    <dl className="figures">
      <Figure name="Tickets in all" value={figures.totalTickets} />
      <Figure name="Reserved" value={figures.inPins} />
      <Figure name="Held back" value={figures.heldBack} />
      <Figure name="Tickets to draw" value={figures.toDraw} />
    </dl>
  )
}

function ReadOnlyNote({ event: { id, isLocked } }: { event: { id: string; isLocked: boolean } }) {
  if (isLocked)
    return (
      <p className="note">
        The <a href={`/events/${id}/terms`}>terms of the draw are locked</a>, so nothing here can
        change now.
      </p>
    )
  return (
    <p className="note">
      The draw was made, or the event is decided or cancelled, so nothing here can change. You can
      change numbers in <a href={`/events/${id}/allocation`}>the list</a>, with a reason.
    </p>
  )
}

function Figure({ name, value }: { name: string; value: number }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{value}</dd>
    </div>
  )
}
