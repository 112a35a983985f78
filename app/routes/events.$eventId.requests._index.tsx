import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader, ScrollTable } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { DeactivatedMark } from '#app/components/person.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { countAbsent } from '#app/models/draw/preparing/absent.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import {
  listRequests,
  type RequestSearch,
  requestSorts,
} from '#app/models/requests/request.server.ts'
import { saySizes } from '#app/values/size.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Requests for ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const url = new URL(args.request.url)
  const search = readSearch(url.searchParams)
  const { count, page, pages, rows } = await listRequests(event, search)
  return {
    id: event.id,
    name: event.name,
    isOpen: event.state === 'open',
    timeZone: event.timeZone,
    asked: event.asked,
    absent: event.state === 'open' ? await countAbsent(event.id) : 0,
    search,
    address: `${url.pathname}${url.search}`,
    count,
    page,
    pages,
    rows: rows.map(row => ({
      ...row,
      asked: saySizes(row.sizes),
      changed: sayInstantShort(row.changedAt, event.timeZone),
    })),
  }
}

function readSearch(params: URLSearchParams): RequestSearch {
  const page = Number(params.get('page'))
  return {
    q: (params.get('q') ?? '').trim().slice(0, 100),
    sort: requestSorts.find(sort => sort === params.get('sort')) ?? 'name',
    isDescending: params.get('direction') === 'down',
    page: Number.isInteger(page) && page > 0 ? Math.min(page, 100_000) : 1,
  }
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function Requests() {
  const page = useLoaderData<typeof loader>()
  const askFor = page.isOpen ? (
    <a className="button" href={`/events/${page.id}/requests/new`}>
      Ask on behalf of somebody
    </a>
  ) : null
  return (
    <>
      <PageHeader title="Requests" back={{ to: `/events/${page.id}`, label: page.name }}>
        {askFor}
      </PageHeader>
      {page.asked === 0 ? (
        <EmptyState title="Nobody has asked yet">
          {page.isOpen ? (
            <p>Members find the event in their list. You can also ask on behalf of somebody.</p>
          ) : (
            <p>Requests can be made only while the event is open.</p>
          )}
        </EmptyState>
      ) : (
        <RequestTable page={page} />
      )}
    </>
  )
}

function RequestTable({ page }: { page: Page }) {
  const { q, sort, isDescending } = page.search
  return (
    <>
      <form method="get" className="filters">
        <div className="field">
          <label htmlFor="q">Name or mail address</label>
          <input id="q" name="q" type="search" defaultValue={q} maxLength={100} />
        </div>
        <input type="hidden" name="sort" value={sort} />
        <input type="hidden" name="direction" value={isDescending ? 'down' : 'up'} />
        <button type="submit">Search</button>
        {q ? <a href={`/events/${page.id}/requests`}>Show all</a> : null}
      </form>
      {page.rows.length === 0 ? (
        <EmptyState title="Nobody of that name has asked">
          <p>
            <a href={`/events/${page.id}/requests`}>Show all {page.asked} requests</a>
          </p>
        </EmptyState>
      ) : (
        <ScrollTable label="Requests">
          <table>
            <caption>
              {page.count} of {page.asked} requests; times in {page.timeZone}
            </caption>
            <thead>
              <tr>
                <SortHeader page={page} by="name" label="Name" />
                <SortHeader page={page} by="size" label="Asked for" />
                <th scope="col">Note</th>
                <SortHeader page={page} by="time" label="Last changed" />
              </tr>
            </thead>
            <tbody>
              {page.rows.map(row => (
                <RequestLine key={row.id} eventId={page.id} row={row} />
              ))}
            </tbody>
          </table>
        </ScrollTable>
      )}
      {page.absent > 0 ? (
        <p className="note">
          {page.absent === 1
            ? '1 request is from a deactivated account. The draw will leave it out.'
            : `${page.absent} requests are from deactivated accounts. The draw will leave them out.`}
        </p>
      ) : null}
      <p>
        <a href={`/events/${page.id}/requests.csv`}>All requests and results as CSV</a>
      </p>
      <Pagination page={page.page} pages={page.pages} address={page.address} />
    </>
  )
}

function RequestLine({ eventId, row }: { eventId: string; row: Page['rows'][number] }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/events/${eventId}/requests/${row.id}`}>{row.name}</a>
        <DeactivatedMark isActive={row.isActive} />
        <br />
        <small className="hint">{row.email}</small>
      </th>
      <td>{row.asked}</td>
      <td className="keep-lines">{row.note}</td>
      <td>
        {row.changed}
        {row.enteredByName ? <small className="hint"> by {row.enteredByName}</small> : null}
      </td>
    </tr>
  )
}

/** Pressing the column that sorts already turns it round. */
function SortHeader({ page, by, label }: { page: Page; by: string; label: string }) {
  const { q, sort, isDescending } = page.search
  const isSorted = sort === by
  const next = isSorted && !isDescending ? 'down' : 'up'
  const query = new URLSearchParams({ ...(q && { q }), sort: by, direction: next })
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
      <a href={`/events/${page.id}/requests?${query}`}>
        {label}
        {isSorted ? <span aria-hidden="true">{isDescending ? ' ↓' : ' ↑'}</span> : null}
      </a>
    </th>
  )
}
