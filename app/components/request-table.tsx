import { sayCount } from '#app/values/count.ts'
import { SearchFilter } from './filters.tsx'
import { LinkedText } from './linked-text.tsx'
import { EmptyState } from './page.tsx'
import { DeactivatedMark } from './person.tsx'
import { ariaSort, SortLink } from './sort-header.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Search = { q: string; sort: string; isDescending: boolean }

type ListedRequest = {
  id: string
  name: string
  email: string
  isActive: boolean
  asked: string
  note: string
  changed: string
  /** With whether the person confirmed it; null when they entered it. */
  enteredBy: string | null
}

type Props = {
  eventId: string
  search: Search
  rows: ListedRequest[]
  /** How many the search has found; `asked` counts all of them. */
  count: number
  asked: number
  timeZone: string
}

export function RequestSearchForm({ eventId, search }: Pick<Props, 'eventId' | 'search'>) {
  const { q, sort, isDescending } = search
  return (
    <form method="get" className="filters">
      <SearchFilter name="q" label="Name or email" value={q} />
      <input type="hidden" name="sort" value={sort} />
      <input type="hidden" name="direction" value={isDescending ? 'down' : 'up'} />
      <button className="quiet" type="submit">
        Search
      </button>
      {q ? <a href={`/events/${eventId}/requests`}>Show all</a> : null}
    </form>
  )
}

export function RequestTable(props: Props) {
  const { eventId, rows, count, asked, timeZone } = props
  if (rows.length === 0) return <NobodyOfThatName {...props} />
  return (
    <StackedTable
      label="Requests"
      className="requests"
      caption={
        <>
          {count} of {sayCount(asked, 'request')}. Times are in {timeZone}.
        </>
      }
      columns={
        <>
          <RequestColumn {...props} by="name" label="Name" />
          <Column>Email address</Column>
          <RequestColumn {...props} by="size" label="Asked for" />
          <Column>Note</Column>
          <RequestColumn {...props} by="time" label="Last changed" />
        </>
      }
    >
      {rows.map(row => (
        <RequestRow key={row.id} eventId={eventId} row={row} />
      ))}
    </StackedTable>
  )
}

function NobodyOfThatName({ eventId, asked }: Pick<Props, 'eventId' | 'asked'>) {
  return (
    <EmptyState title="Nobody with this name has asked">
      <p>
        <a href={`/events/${eventId}/requests`}>Show all {sayCount(asked, 'request')}</a>
      </p>
    </EmptyState>
  )
}

function RequestRow({ eventId, row }: { eventId: string; row: ListedRequest }) {
  return (
    <Row>
      <RowHeader>
        <a href={`/events/${eventId}/requests/${row.id}`}>{row.name}</a>
        <DeactivatedMark isActive={row.isActive} />
      </RowHeader>
      <Cell>{row.email}</Cell>
      <Cell className="at-end">{row.asked}</Cell>
      <Cell className="keep-lines whole">
        <LinkedText text={row.note} />
      </Cell>
      <Cell className="date">
        {row.changed}
        {row.enteredBy ? <small className="hint"> entered by {row.enteredBy}</small> : null}
      </Cell>
    </Row>
  )
}

type ColumnProps = Pick<Props, 'eventId' | 'search'> & { by: string; label: string }

/** Its address has the direction apart from the column, unlike that of SortHeader: bookmarks depend on it. */
function RequestColumn({ eventId, search: { q, sort, isDescending }, by, label }: ColumnProps) {
  const sorting = { isSorted: sort === by, isDescending }
  const direction = sorting.isSorted && !isDescending ? 'down' : 'up'
  const query = new URLSearchParams({ ...(q && { q }), sort: by, direction })
  return (
    <Column {...ariaSort(sorting)}>
      <SortLink
        className="sort"
        href={`/events/${eventId}/requests?${query}`}
        arrows={{ up: ' ↑', down: ' ↓' }}
        {...sorting}
      >
        {label}
      </SortLink>
    </Column>
  )
}
