import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { FilterForm, SearchFilter } from '#app/components/filters.tsx'
import { answeredLineForm } from '#app/components/line-answers.ts'
import { LineFigures, LineState } from '#app/components/line-figures.tsx'
import { ChangeForm, HoldingForm, MoveForm } from '#app/components/line-forms.tsx'
import { LineTable } from '#app/components/line-table.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { Unconfirmed } from '#app/components/unconfirmed.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { changeLine, offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import type { LineChange } from '#app/models/after/line/change.ts'
import {
  changeSchema,
  lineHoldSchema,
  lineRefusals,
  moveSchema,
  offeringSchema,
  toChange,
  toHolding,
  toMove,
} from '#app/models/after/line/input.ts'
import { findLine, LINE_PAGE_SIZE } from '#app/models/after/line/line.server.ts'
import { findManagedEvent, type ManagedEvent } from '#app/models/events/event.server.ts'
import { listUnconfirmed } from '#app/models/hands/own/confirming.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { pageOf, readPage } from '#app/values/page.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Tickets after the decision: ${data?.event.name ?? ''}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { searchParams } = new URL(args.request.url)
  const q = (searchParams.get('q') ?? '').trim().slice(0, 100)
  const [line, unconfirmed] = await Promise.all([findLine(event, q), findUnconfirmed(event)])
  const { items, page, pages } = pageOf(line?.people ?? [], readPage(searchParams), LINE_PAGE_SIZE)
  return {
    event: { id: event.id, name: event.name },
    ...{ q, page, pages, address: addressOf(args.request) },
    chosen: (searchParams.get('person') ?? '').slice(0, 64),
    unconfirmed,
    line: line ? { ...line, people: items } : null,
  }
}

/** Null where nobody has to confirm. */
async function findUnconfirmed({
  id,
  state,
  confirmBy,
  releasesUnconfirmed,
  timeZone,
}: ManagedEvent) {
  if (state !== 'finalized' || confirmBy === null) return null
  const people = await listUnconfirmed(id)
  return { people, by: sayInstant(confirmBy, timeZone), releases: releasesUnconfirmed }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const form = await readForm(args.request)
  const intent = form.get('intent')
  if (intent === 'hold') return holdTickets(event, viewer, form)
  if (intent === 'move') return moveTickets(event, viewer, form)
  if (intent === 'change') return changePerson(event, viewer, form)
  const { value, submission, failed } = parseFormData(form, offeringSchema)
  if (failed) return failed
  const isOn = value.intent === 'offer'
  const { refusal } = await offerWhatIsFree(viewer, event.id, isOn)
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'undecided') return refuseForm(submission, UNDECIDED)
  if (refusal) return refuseForm(submission, lineRefusals[refusal])
  return redirectWithFlash(
    `/events/${event.id}/line`,
    isOn ? 'Free tickets are offered from now on.' : 'Free tickets are no longer offered.',
  )
}

const UNDECIDED = { '': ['This event is not decided yet. Nothing was changed.'] }

async function changePerson(event: ManagedEvent, viewer: Viewer, form: FormData) {
  const { value, submission, failed } = parseFormData(form, changeSchema)
  if (failed) return failed
  return press({ event, viewer, changes: [toChange(value)], submission })
}

async function moveTickets(event: ManagedEvent, viewer: Viewer, form: FormData) {
  const { value, submission, failed } = parseFormData(form, moveSchema)
  if (failed) return failed
  const fields = { code: 'from', tickets: 'moved' }
  return press({ event, viewer, changes: toMove(value), submission, fields })
}

async function holdTickets(event: ManagedEvent, viewer: Viewer, form: FormData) {
  const { value, submission, failed } = parseFormData(form, lineHoldSchema)
  if (failed) return failed
  const changes = toHolding(value, event.heldBack)
  return press({
    event,
    viewer,
    changes,
    submission,
    fields: { code: 'receiver', tickets: 'heldBack' },
  })
}

type Press = {
  event: ManagedEvent
  viewer: Viewer
  changes: LineChange[]
  submission: Parameters<typeof refuseForm>[0]
  /** What this form calls the fields that a refusal names. */
  fields?: Record<string, string>
}

async function press({ event, viewer, changes, submission, fields = {} }: Press) {
  const { refusal } = await changeLine(viewer, event.id, changes)
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'undecided') return refuseForm(submission, UNDECIDED)
  if (refusal) {
    const errors = Object.entries(lineRefusals[refusal])
    return refuseForm(
      submission,
      Object.fromEntries(errors.map(([field, says]) => [fields[field] ?? field, says])),
    )
  }
  return redirectWithFlash(
    `/events/${event.id}/line`,
    'Saved. The people concerned are told by email.',
  )
}

export default function Line() {
  const { event, line, q, page, pages, address, chosen, unconfirmed } =
    useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const path = `/events/${event.id}`
  return (
    <>
      <PageHeader
        title="Tickets after the decision"
        back={{ to: path, label: event.name }}
        lead="Who holds tickets, who waits, and what is free."
        problems={problemsOf(answeredLineForm(lastResult), lastResult)}
      />
      {line ? (
        <>
          <LineFigures {...line.figures} />
          <LineState {...line} eventId={event.id} />
          <FilterForm button="Search">
            <SearchFilter name="q" label="Name" value={q} />
          </FilterForm>
          <LineTable people={line.people} q={q} path={path} />
          <Pagination page={page} pages={pages} address={address} />
          <Unconfirmed unconfirmed={unconfirmed} />
          {line.isCancelled ? null : (
            <>
              <ChangeForm {...line} chosen={chosen} lastResult={lastResult} />
              <MoveForm {...line} lastResult={lastResult} />
              <HoldingForm {...line} lastResult={lastResult} />
            </>
          )}
        </>
      ) : (
        <EmptyState title="Not decided yet">
          <p>This page fills once the event is finalized.</p>
        </EmptyState>
      )}
    </>
  )
}
