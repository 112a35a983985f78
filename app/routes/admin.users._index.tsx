import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { PeopleFilters, PeopleTable } from '#app/components/people-table.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { readUserFilter } from '#app/models/people/filter.ts'
import { listUsers } from '#app/models/people/list.server.ts'
import { settings } from '#app/settings.server.ts'
import { sayCount } from '#app/values/count.ts'
import { sayInstantShort } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'People' }]

export async function loader(args: LoaderFunctionArgs) {
  requireAdmin(args)
  const filter = readUserFilter(new URL(args.request.url).searchParams)
  const { people, ...list } = await listUsers(filter)
  const say = (instant: number | null) =>
    instant === null ? 'never' : sayInstantShort(instant, settings().APP_TIME_ZONE)
  return {
    ...list,
    filter,
    address: addressOf(args.request),
    zone: settings().APP_TIME_ZONE,
    people: people.map(({ deactivatedAt, signedInAt, createdAt, ...person }) => ({
      ...person,
      isActive: deactivatedAt === null,
      signedIn: say(signedInAt),
      added: say(createdAt),
    })),
  }
}

export default function People() {
  const list = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="People" back={{ to: '/admin', label: 'Admin' }}>
        <a className="button" href="/admin/users/new">
          Add a person
        </a>
        <a className="button quiet" href="/admin/users/import">
          Add many from a list
        </a>
        <a className="button quiet" href="/admin/users/links">
          Links to hand out
        </a>
      </PageHeader>
      <PeopleFilters filter={list.filter} />
      <p>{sayCount(list.total, 'person')}</p>
      {list.people.length > 0 ? (
        <PeopleTable {...list} />
      ) : (
        <EmptyState title="Nobody found">
          <p>
            Try a shorter search, or <a href="/admin/users">show all</a>.
          </p>
        </EmptyState>
      )}
      <Pagination page={list.page} pages={list.pages} address={list.address} />
    </>
  )
}
