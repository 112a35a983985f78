import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CountMore, countProblemId } from '#app/components/door-count.tsx'
import { DoorTable } from '#app/components/door-table.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { FilterForm, SearchFilter } from '#app/components/filters.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { answerCount } from '#app/http/door.server.ts'
import { readForm } from '#app/http/forms/form.server.ts'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import type { EventState } from '#app/models/events/event.ts'
import { findDoor } from '#app/models/hands/door.server.ts'
import { findDoorList } from '#app/models/hands/door-list.server.ts'
import { sayListPlace } from '#app/models/hands/say-list-place.ts'
import { readPage } from '#app/values/page.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Door list: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findDoor(viewer, args.params.eventId ?? ''))
  const { id, name, state, startsAt, timeZone, isManaged } = event
  const url = new URL(args.request.url)
  const search = (url.searchParams.get('q') ?? '').trim().slice(0, 100)
  const { place, ...list } = await findDoorList(event, { search, page: readPage(url.searchParams) })
  return {
    ...{ id, name, isManaged, search, address: url.pathname + url.search },
    starts: sayInstant(startsAt, timeZone),
    missing: whyEmpty(state, list.people),
    asOf: place && sayListPlace(place, timeZone),
    ...list,
  }
}

function whyEmpty(state: EventState, people: number): string | null {
  if (state === 'cancelled') return 'This event is cancelled'
  if (state !== 'finalized') return 'Not decided yet'
  return people === 0 ? 'Nobody has a ticket' : null
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findDoor(viewer, args.params.eventId ?? ''))
  const form = await readForm(args.request)
  const { pathname, searchParams } = new URL(args.request.url)
  // After a search the next name is typed; in the list the next row is pressed.
  const page = readPage(searchParams)
  const next = (userId: string) =>
    searchParams.get('q') ? pathname : `${pathname}${page > 1 ? `?page=${page}` : ''}#p-${userId}`
  return answerCount({ viewer, event, form }, next)
}

export default function DoorList() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title="Door list"
        back={{ to: `/events/${page.id}`, label: page.name }}
        lead={page.starts}
        problems={problemsOf(countProblemId(lastResult), lastResult)}
      />
      {page.missing ? <EmptyState title={page.missing} /> : <People page={page} />}
      {page.isManaged ? (
        <p className="actions">
          <a href={`/events/${page.id}/door/helpers`}>Door helpers</a>
          <a href={`/events/${page.id}/recipients`}>Who gets tickets</a>
        </p>
      ) : null}
    </>
  )
}

type Loaded = ReturnType<typeof useLoaderData<typeof loader>>

function People({ page }: { page: Loaded }) {
  const lastResult = useActionData<typeof action>()?.lastResult
  const { id, holders, address, search, here, tickets, asOf } = page
  return (
    <>
      <CountMore holders={holders} action={address} lastResult={lastResult} />
      <p className="standing">
        {here} of {tickets} here
      </p>
      <search>
        <FilterForm button="Search" action={`/events/${id}/door`}>
          <SearchFilter name="q" label="Name" value={search} />
        </FilterForm>
      </search>
      {holders.length === 0 ? (
        <EmptyState title="No name matches">
          <p>
            <a href={`/events/${id}/door`}>Show all</a>
          </p>
        </EmptyState>
      ) : (
        <DoorTable eventId={id} holders={holders} action={address} lastResult={lastResult} />
      )}
      <Pagination page={page.page} pages={page.pages} address={address} />
      {asOf ? <p className="hint">{asOf}</p> : null}
    </>
  )
}
