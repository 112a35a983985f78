import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { WinnerTable } from '#app/components/winner-table.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import type { EventState } from '#app/models/events/event.ts'
import { sayGiven } from '#app/models/organizing/say-next-step.ts'
import { findWinnersPage } from '#app/models/results/winners.server.ts'
import { readPage } from '#app/values/page.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Who gets tickets: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, startsAt, timeZone, place } = event
  const url = new URL(args.request.url)
  const { given, served, ...list } = await findWinnersPage(event, readPage(url.searchParams))
  return {
    ...{ id, name, place, address: url.pathname },
    missing: whyNobody(state, given),
    starts: sayInstant(startsAt, timeZone),
    totals: sayGiven(given, served),
    ...list,
  }
}

function whyNobody(state: EventState, given: number): string | null {
  if (state === 'cancelled') return 'This event is cancelled'
  if (state !== 'finalized') return 'Not decided yet'
  return given === 0 ? 'Nobody gets a ticket' : null
}

export default function Recipients() {
  const { id, name, place, starts, totals, missing, winners, page, pages, address } =
    useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader
        title="Who gets tickets"
        back={{ to: `/events/${id}`, label: name }}
        lead={
          <>
            <strong>{name}</strong>
            <br />
            {starts}
            {place ? `, ${place}` : null}
          </>
        }
      />
      {missing ? (
        <EmptyState title={missing} />
      ) : (
        <>
          <p className="standing">{totals}</p>
          <p className="actions">
            <a className="button quiet" href={`/events/${id}/recipients.csv`}>
              Download as CSV
            </a>
          </p>
          <WinnerTable winners={winners} />
          <Pagination page={page} pages={pages} address={address} />
        </>
      )}
    </>
  )
}
