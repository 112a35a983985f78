import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { roleNames, StatusBadge } from '#app/components/person.tsx'
import { SortHeader } from '#app/components/sort-header.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from '#app/components/stacked-table.tsx'
import { addressOf } from '#app/http/address.server.ts'
import { requireAdmin } from '#app/http/viewer.server.ts'
import { readUserFilter } from '#app/models/people/filter.ts'
import { listUsers } from '#app/models/people/list.server.ts'
import { settings } from '#app/settings.server.ts'
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

type List = ReturnType<typeof useLoaderData<typeof loader>>

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
      <Filters filter={list.filter} />
      <p>
        {list.total} {list.total === 1 ? 'person' : 'people'}
      </p>
      {list.people.length > 0 ? (
        <PeopleTable list={list} />
      ) : (
        <EmptyState title="Nobody matches">
          <p>
            Look for less, or <a href="/admin/users">show everybody</a>.
          </p>
        </EmptyState>
      )}
      <Pagination page={list.page} pages={list.pages} address={list.address} />
    </>
  )
}

function Filters({ filter }: Pick<List, 'filter'>) {
  return (
    <search>
      <form method="get" className="filters">
        <div className="field">
          <label htmlFor="q">Name or mail address</label>
          <input id="q" name="q" type="search" defaultValue={filter.search} maxLength={100} />
        </div>
        <div className="field">
          <label htmlFor="role">Role</label>
          <select id="role" name="role" defaultValue={filter.role ?? ''}>
            <option value="">Every role</option>
            {Object.entries(roleNames).map(([value, name]) => (
              <option key={value} value={value}>
                {name}
              </option>
            ))}
          </select>
        </div>
        <div className="field">
          <label htmlFor="status">Status</label>
          <select id="status" name="status" defaultValue={filter.status ?? ''}>
            <option value="">Every status</option>
            <option value="active">Active</option>
            <option value="invited">No password yet</option>
            <option value="deactivated">Deactivated</option>
          </select>
        </div>
        <input
          type="hidden"
          name="sort"
          value={`${filter.isDescending ? '-' : ''}${filter.sort}`}
        />
        <button type="submit">Show</button>
      </form>
    </search>
  )
}

function PeopleTable({ list }: { list: List }) {
  const header = { ...list.filter, address: list.address }
  return (
    <StackedTable
      label="People"
      caption={`People; times are in the zone ${list.zone}`}
      columns={
        <>
          <SortHeader {...header} column="name">
            Name
          </SortHeader>
          <SortHeader {...header} column="email">
            Mail address
          </SortHeader>
          <SortHeader {...header} column="role">
            Role
          </SortHeader>
          <Column>Status</Column>
          <SortHeader {...header} column="signed-in">
            Last sign-in
          </SortHeader>
          <SortHeader {...header} column="added">
            Added
          </SortHeader>
        </>
      }
    >
      {list.people.map(person => (
        <Row key={person.id}>
          <RowHeader>
            <a href={`/admin/users/${person.id}`}>{person.name}</a>
          </RowHeader>
          <Cell label="Mail address">{person.email}</Cell>
          <Cell label="Role">{roleNames[person.role]}</Cell>
          <Cell label="Status">
            <StatusBadge {...person} />
          </Cell>
          <Cell label="Last sign-in">{person.signedIn}</Cell>
          <Cell label="Added">{person.added}</Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
