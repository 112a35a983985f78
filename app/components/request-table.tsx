import { SearchFilter } from './filters.tsx'
import { EmptyState, ScrollTable } from './page.tsx'
import { DeactivatedMark } from './person.tsx'

type Search = { q: string; sort: string; isDescending: boolean }

type ListedRequest = {
  id: string
  name: string
  email: string
  isActive: boolean
  asked: string
  note: string
  changed: string
  enteredByName: string | null
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
      <SearchFilter name="q" label="Name or mail address" value={q} />
      <input type="hidden" name="sort" value={sort} />
      <input type="hidden" name="direction" value={isDescending ? 'down' : 'up'} />
      <button type="submit">Search</button>
      {q ? <a href={`/events/${eventId}/requests`}>Show all</a> : null}
    </form>
  )
}

export function RequestTable(props: Props) {
  const { eventId, rows, count, asked, timeZone } = props
  if (rows.length === 0) return <NobodyOfThatName {...props} />
  return (
    <ScrollTable label="Requests">
      <table>
        <caption>
          {count} of {asked} requests; times in {timeZone}
        </caption>
        <thead>
          <tr>
            <SortHeader {...props} by="name" label="Name" />
            <SortHeader {...props} by="size" label="Asked for" />
            <th scope="col">Note</th>
            <SortHeader {...props} by="time" label="Last changed" />
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <RequestRow key={row.id} eventId={eventId} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function NobodyOfThatName({ eventId, asked }: Pick<Props, 'eventId' | 'asked'>) {
  return (
    <EmptyState title="Nobody of that name has asked">
      <p>
        <a href={`/events/${eventId}/requests`}>Show all {asked} requests</a>
      </p>
    </EmptyState>
  )
}

function RequestRow({ eventId, row }: { eventId: string; row: ListedRequest }) {
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

type SortHeaderProps = Pick<Props, 'eventId' | 'search'> & { by: string; label: string }

/** Pressing the column that is sorted already reverses it. */
function SortHeader({ eventId, search, by, label }: SortHeaderProps) {
  const { q, sort, isDescending } = search
  const isSorted = sort === by
  const next = isSorted && !isDescending ? 'down' : 'up'
  const query = new URLSearchParams({ ...(q && { q }), sort: by, direction: next })
  return (
    <th scope="col" aria-sort={isSorted ? (isDescending ? 'descending' : 'ascending') : undefined}>
      <a href={`/events/${eventId}/requests?${query}`}>
        {label}
        {isSorted ? <span aria-hidden="true">{isDescending ? ' ↓' : ' ↑'}</span> : null}
      </a>
    </th>
  )
}
