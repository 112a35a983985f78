import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { FilterForm } from '#app/components/filters.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { WinnerTable } from '#app/components/winner-table.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import type { EventState } from '#app/models/events/event.ts'
import { markHandedOver } from '#app/models/hands/handed-over.server.ts'
import {
  handingRefusals,
  handingSchema,
  handingWords,
  readSince,
} from '#app/models/hands/handing.ts'
import { sayListPlace } from '#app/models/hands/say-list-place.ts'
import { findWinnersPage } from '#app/models/hands/winners.server.ts'
import { sayGiven } from '#app/models/organizing/say-next-step.ts'
import { sayCount } from '#app/values/count.ts'
import { readPage } from '#app/values/page.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant, sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Who gets tickets: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, startsAt, timeZone, place: where } = event
  const url = new URL(args.request.url)
  const since = readSince(url.searchParams)
  const asks = state === 'finalized' && event.confirmBy !== null
  const isUnconfirmed = asks && url.searchParams.get('show') === 'unconfirmed'
  const view = { page: readPage(url.searchParams), since, isUnconfirmed }
  const { given, served, place, winners, ...list } = await findWinnersPage(event, view)
  return {
    ...{ id, name, where, since, address: url.pathname + url.search },
    ...{ asks, isUnconfirmed },
    missing: isUnconfirmed ? null : whyNobody(state, given, since),
    starts: sayInstant(startsAt, timeZone),
    totals: sayTotals({ given, served, since, isUnconfirmed }),
    asOf: place && sayListPlace(place, timeZone),
    hasLog: place?.n !== null,
    winners: winners.map(winner => ({
      ...winner,
      handed: winner.handedAt === null ? null : sayInstantShort(winner.handedAt, timeZone),
    })),
    ...list,
  }
}

type Totals = { given: number; served: number; since: number | null; isUnconfirmed: boolean }

/** Null for the changes of a printed list. */
function sayTotals({ given, served, since, isUnconfirmed }: Totals): string | null {
  if (!isUnconfirmed) return since === null ? sayGiven(given, served) : null
  if (served === 0) return 'Everyone who has tickets has confirmed.'
  return `${sayCount(served, 'person')} with ${sayTickets(given)} ${served === 1 ? 'has' : 'have'} not confirmed.`
}

function whyNobody(state: EventState, given: number, since: number | null): string | null {
  if (state === 'cancelled') return 'This event is cancelled'
  if (state !== 'finalized') return 'Not decided yet'
  return given === 0 && since === null ? 'Nobody gets a ticket' : null
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, handingSchema)
  found(await findManagedEvent(viewer, eventId))
  if (failed) return failed
  const { refusal, isNew } = await markHandedOver(viewer, eventId, value.mark)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [handingRefusals[refusal]] })
  const { pathname, search } = new URL(args.request.url)
  const says = handingWords[value.mark.what][isNew ? 'new' : 'same']
  return redirectWithFlash(`${pathname}${search}#p-${value.mark.userId}`, says)
}

export default function Recipients() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title="Who gets tickets"
        back={{ to: `/events/${page.id}`, label: page.name }}
        lead={
          <>
            <strong>{page.name}</strong>
            <br />
            {page.starts}
            {page.where ? `, ${page.where}` : null}
          </>
        }
        problems={problemsOf('handing', lastResult)}
      />
      {page.missing ? <EmptyState title={page.missing} /> : <Winners page={page} />}
    </>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function Winners({ page }: { page: Loaded }) {
  const { id, totals, asOf, winners, since, address } = page
  return (
    <>
      {totals ? <p className="standing">{totals}</p> : <Changes page={page} />}
      {page.asks ? <ConfirmedFilter page={page} /> : null}
      {asOf ? <p>{asOf}</p> : null}
      <p className="actions">
        <a className="button quiet" href={`/events/${id}/recipients.csv`}>
          Download as CSV
        </a>
        <a href={`/events/${id}/door`}>Door list</a>
      </p>
      {winners.length > 0 ? (
        <WinnerTable winners={winners} asks={page.asks && !page.isUnconfirmed} action={address} />
      ) : null}
      <Pagination page={page.page} pages={page.pages} address={address} />
      {page.hasLog ? <ChangedSince id={id} since={since} /> : null}
    </>
  )
}

function ConfirmedFilter({ page: { id, isUnconfirmed } }: { page: Loaded }) {
  const path = `/events/${id}/recipients`
  return (
    <p>
      {isUnconfirmed ? (
        <a className="row-link" href={path}>
          Show everyone with tickets
        </a>
      ) : (
        <a className="row-link" href={`${path}?show=unconfirmed`}>
          Show who has not confirmed
        </a>
      )}
    </p>
  )
}

function Changes({ page: { id, since, winners } }: { page: Loaded }) {
  const says =
    winners.length === 0
      ? `No number has changed since line ${since} of the log.`
      : `These numbers have changed since line ${since} of the log.`
  return (
    <>
      <p className="standing">{says}</p>
      <p>
        <a href={`/events/${id}/recipients`}>Show the whole list</a>
      </p>
    </>
  )
}

/** For a list that was printed: its last line of the log tells which changes came after. */
function ChangedSince({ id, since }: { id: string; since: number | null }) {
  return (
    <details className="fold check-list">
      <summary>Check a printed list</summary>
      <FilterForm button="Show changes" action={`/events/${id}/recipients`}>
        <div className="field">
          <label htmlFor="since">Last line of the log, as printed on the list</label>
          <input
            id="since"
            name="since"
            inputMode="numeric"
            maxLength={9}
            defaultValue={since ?? ''}
          />
        </div>
      </FilterForm>
    </details>
  )
}
