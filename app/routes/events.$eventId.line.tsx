import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { LINE_ACT_TITLES, LineActPage } from '#app/components/line-act.tsx'
import { LinePage } from '#app/components/line-page.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import {
  type FormErrors,
  keepForm,
  parseFormData,
  readForm,
  refuseForm,
} from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { changeLine, offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import {
  changeSchema,
  LINE_ACTS,
  LINE_SHOWS,
  lineHoldSchema,
  offeringSchema,
  sayLineRefusal,
  toChange,
  toHolding,
} from '#app/models/after/line/input.ts'
import { findLine, findLineChoices, LINE_PAGE_SIZE } from '#app/models/after/line/line.server.ts'
import {
  MOST_MOVES,
  type Move,
  moreRowsSchema,
  moveSchema,
  rowsOf,
} from '#app/models/after/line/moving.ts'
import { findManagedEvent, type ManagedEvent } from '#app/models/events/event.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { pageOf, readPage } from '#app/values/page.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  {
    title: `${data?.act ? LINE_ACT_TITLES[data.act] : 'Tickets after the decision'}: ${data?.event.name ?? ''}`,
  },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { searchParams } = new URL(args.request.url)
  const q = (searchParams.get('q') ?? '').trim().slice(0, 100)
  const same = { event: { id: event.id, name: event.name }, q }
  const act = LINE_ACTS.find(each => each === searchParams.get('act')) ?? null
  if (act !== null) {
    const chosen = (searchParams.get('person') ?? '').slice(0, 64)
    return { ...same, act, chosen, choices: (await findLineChoices(event, q, chosen)) ?? null }
  }
  const show = LINE_SHOWS.find(each => each === searchParams.get('show')) ?? 'waiting'
  const line = await findLine(event, { q, show })
  const { items, page, pages } = pageOf(line?.people ?? [], readPage(searchParams), LINE_PAGE_SIZE)
  return {
    ...same,
    ...{ act, show, page, pages, address: addressOf(args.request) },
    confirming: confirmingOf(event),
    line: line ? { ...line, people: items } : null,
  }
}

/** Null where nobody has to confirm. */
function confirmingOf({ state, confirmBy, releasesUnconfirmed, timeZone }: ManagedEvent) {
  if (state !== 'finalized' || confirmBy === null) return null
  return { by: sayInstant(confirmBy, timeZone), releases: releasesUnconfirmed }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const form = await readForm(args.request)
  const sender = { event, viewer }
  switch (form.get('intent')) {
    case 'hold':
      return holdTickets(sender, form)
    case 'move':
      return moveTickets(sender, form)
    case 'more-rows':
      return keepForm(parseFormData(form, moreRowsSchema).submission)
    case 'change':
      return changePerson(sender, form)
    default:
      return switchOffering(sender, form)
  }
}

type Sender = { event: ManagedEvent; viewer: Viewer }

async function switchOffering({ event, viewer }: Sender, form: FormData) {
  const { value, submission, failed } = parseFormData(form, offeringSchema)
  if (failed) return failed
  const isOn = value.intent === 'offer'
  const { refusal } = await offerWhatIsFree(viewer, event.id, isOn)
  const refused = refuseAct(refusal, submission, { at: 0, left: 0 }, [])
  return (
    refused ??
    done(event, isOn ? 'Free tickets are offered now.' : 'Tickets are no longer offered.')
  )
}

async function changePerson({ event, viewer }: Sender, form: FormData) {
  const { value, submission, failed } = parseFormData(form, changeSchema)
  if (failed) return failed
  const { refusal, refused } = await changeLine(viewer, event.id, [toChange(value)])
  const fields = [{ person: 'code', tickets: 'tickets' }]
  return refuseAct(refusal, submission, refused, fields) ?? done(event, TOLD)
}

async function moveTickets({ event, viewer }: Sender, form: FormData) {
  const { value, submission, failed } = parseFormData(form, moveSchema)
  if (failed) return failed
  const changes = value.map(({ change }: Move) => change)
  const { refusal, refused } = await changeLine(viewer, event.id, changes)
  return refuseAct(refusal, submission, refused, value) ?? done(event, TOLD)
}

async function holdTickets({ event, viewer }: Sender, form: FormData) {
  const { value, submission, failed } = parseFormData(form, lineHoldSchema)
  if (failed) return failed
  const { refusal, refused } = await changeLine(viewer, event.id, [toHolding(value)])
  const fields = [{ person: '', tickets: 'heldBack' }]
  return refuseAct(refusal, submission, refused, fields) ?? done(event, 'Saved.')
}

const TOLD = 'Saved. The people concerned are told by email.'

function done(event: ManagedEvent, says: string) {
  return redirectWithFlash(`/events/${event.id}/line`, says)
}

type Refusal = Awaited<ReturnType<typeof changeLine>>['refusal']

/** @param fields of each change, in the sequence in which they were made */
function refuseAct(
  refusal: Refusal,
  submission: Parameters<typeof refuseForm>[0],
  { at, left }: { at: number; left: number },
  fields: { person: string; tickets: string }[],
) {
  if (!refusal) return undefined
  if (refusal === 'not-found') throw notFound()
  const errors: FormErrors =
    refusal === 'undecided'
      ? { '': ['This event is not decided yet. Nothing was changed.'] }
      : sayLineRefusal({ refusal, left }, fields[at] ?? { person: '', tickets: '' })
  return refuseForm(submission, errors)
}

export default function Line() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  if (page.act !== null) {
    const rows = rowsOf(lastResult?.initialValue)
    return <LineActPage {...page} {...{ rows, lastResult, mostRows: MOST_MOVES }} />
  }
  const { event, line } = page
  return (
    <>
      <PageHeader
        title="Tickets after the decision"
        back={{ to: `/events/${event.id}`, label: event.name }}
        problems={problemsOf('offering', lastResult)}
      />
      {line ? (
        <LinePage {...page} line={line} />
      ) : (
        <EmptyState title="Not decided yet">
          <p>This page fills once the event is finalized.</p>
        </EmptyState>
      )}
    </>
  )
}
