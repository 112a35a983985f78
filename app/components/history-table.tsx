import type { HistoryRow } from '#app/models/events/history.ts'
import { sayCount } from '#app/values/count.ts'
import { ImpossibleMark } from './mark.tsx'
import { ScrollTable } from './page.tsx'
import { TableHead } from './table-head.tsx'

type ShownRow = HistoryRow & { date: string; stateWord: string }

export function HistoryTable({ rows, count }: { rows: ShownRow[]; count: number }) {
  return (
    <ScrollTable label="Events and their figures">
      <table>
        <caption>{sayCount(count, 'event')}, the latest first</caption>
        <TableHead
          columns={[
            'Event',
            'When',
            'State',
            { number: 'Tickets' },
            { number: 'Asked for' },
            { number: 'Given' },
            { number: 'Left' },
            { number: 'People asked' },
            { number: 'People served' },
          ]}
        />
        <tbody>
          {rows.map(row => (
            <HistoryTableRow key={row.eventId} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function HistoryTableRow({ row }: { row: ShownRow }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/events/${row.eventId}`}>{row.name}</a>
        {row.impossible.map(reason => (
          <ImpossibleMark key={reason} reason={reason} />
        ))}
        {row.mine === null ? null : (
          <p>
            {row.mine === 0 ? 'You got no ticket.' : `You got ${sayCount(row.mine, 'ticket')}.`}{' '}
            <a href={`/events/${row.eventId}/why`}>
              Why?<span className="visually-hidden"> {row.name}</span>
            </a>
          </p>
        )}
        {row.redraws ? <p className="hint">{row.redraws}</p> : null}
      </th>
      <td className="date">{row.date}</td>
      <td>
        <span className={`badge badge-${row.state}`}>{row.stateWord}</span>
      </td>
      <td className="number">{row.available}</td>
      <td className="number">{row.requested}</td>
      <Figure value={row.given} />
      <Figure value={row.left} />
      <td className="number">{row.people}</td>
      <Figure value={row.served} />
    </tr>
  )
}

/** An undecided amount is a dash with words for screen readers; 0 is 0. */
function Figure({ value }: { value: number | null }) {
  if (value !== null) return <td className="number">{value}</td>
  return (
    <td className="number">
      <span aria-hidden="true">–</span>
      <span className="visually-hidden">not decided</span>
    </td>
  )
}
