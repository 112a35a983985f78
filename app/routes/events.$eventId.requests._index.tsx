import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { RequestSearchForm, RequestTable } from '#app/components/request-table.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { countAbsent } from '#app/models/draw/preparing/absent.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import {
  listRequests,
  type RequestSearch,
  requestSorts,
} from '#app/models/requests/request.server.ts'
import { sayEnteredBy } from '#app/models/requests/request.ts'
import { sayCount } from '#app/values/count.ts'
import { listSizes } from '#app/values/size.ts'
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
      asked: listSizes(row.sizes),
      enteredBy: sayEnteredBy(row),
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

export default function Requests() {
  const page = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="Requests" back={{ to: `/events/${page.id}`, label: page.name }}>
        {page.isOpen ? (
          <a className="button" href={`/events/${page.id}/requests/new`}>
            Add a request
          </a>
        ) : null}
      </PageHeader>
      {page.asked === 0 ? (
        <NobodyYet isOpen={page.isOpen} />
      ) : (
        <>
          <RequestSearchForm eventId={page.id} search={page.search} />
          <RequestTable {...page} eventId={page.id} />
          <Absent count={page.absent} />
          <p>
            <a href={`/events/${page.id}/requests.csv`}>Download as CSV</a>
          </p>
          <Pagination page={page.page} pages={page.pages} address={page.address} />
        </>
      )}
    </>
  )
}

function NobodyYet({ isOpen }: { isOpen: boolean }) {
  return (
    <EmptyState title="No requests yet">
      {isOpen ? (
        <p>Members can see the event in their list. You can also add a request for someone.</p>
      ) : (
        <p>People can ask only while requests are open.</p>
      )}
    </EmptyState>
  )
}

function Absent({ count }: { count: number }) {
  if (count === 0) return null
  return (
    <p className="note">
      {count === 1
        ? '1 request is from a deactivated account. The draw will leave it out.'
        : `${sayCount(count, 'request')} are from deactivated accounts. The draw will leave them out.`}
    </p>
  )
}
