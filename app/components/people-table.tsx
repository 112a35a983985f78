import type { Role } from '#app/models/people/user.ts'
import { FilterForm, SearchFilter, SelectFilter } from './filters.tsx'
import { roleNames, StatusBadge } from './person.tsx'
import { SortHeader } from './sort-header.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Filter = {
  search: string
  role?: Role | undefined
  status?: string | undefined
  sort: string
  isDescending: boolean
}

export function PeopleFilters({ filter }: { filter: Filter }) {
  return (
    <search>
      <FilterForm>
        <SearchFilter name="q" label="Name or email address" value={filter.search} />
        <SelectFilter
          name="role"
          label="Role"
          value={filter.role ?? ''}
          all="All roles"
          options={Object.entries(roleNames)}
        />
        <SelectFilter
          name="status"
          label="Status"
          value={filter.status ?? ''}
          all="All"
          options={[
            ['active', 'Active'],
            ['invited', 'No password yet'],
            ['deactivated', 'Deactivated'],
          ]}
        />
        <input
          type="hidden"
          name="sort"
          value={`${filter.isDescending ? '-' : ''}${filter.sort}`}
        />
      </FilterForm>
    </search>
  )
}

type ListedPerson = {
  id: string
  name: string
  email: string
  role: Role
  isActive: boolean
  hasPassword: boolean
  signedIn: string
  added: string
}

type TableProps = { people: ListedPerson[]; filter: Filter; address: string; zone: string }

export function PeopleTable({ people, filter, address, zone }: TableProps) {
  return (
    <StackedTable
      label="People"
      className="people"
      caption={`People. Times are in ${zone}.`}
      columns={<PeopleColumns {...filter} address={address} />}
    >
      {people.map(person => (
        <PersonRow key={person.id} person={person} />
      ))}
    </StackedTable>
  )
}

function PeopleColumns(header: { sort: string; isDescending: boolean; address: string }) {
  return (
    <>
      <SortHeader {...header} column="name">
        Name
      </SortHeader>
      <SortHeader {...header} column="email">
        Email address
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
  )
}

function PersonRow({ person }: { person: ListedPerson }) {
  return (
    <Row>
      <RowHeader>
        <a href={`/admin/users/${person.id}`}>{person.name}</a>
      </RowHeader>
      <Cell>{person.email}</Cell>
      <Cell>{roleNames[person.role]}</Cell>
      <Cell className="at-end">
        <StatusBadge {...person} />
      </Cell>
      <Cell label="Last sign-in" className="date">
        {person.signedIn}
      </Cell>
      <Cell label="Added" className="date">
        {person.added}
      </Cell>
    </Row>
  )
}
