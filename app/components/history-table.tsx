import type { HistoryRow } from '#app/models/events/history.ts'
import { sayCount } from '#app/values/count.ts'
import { ColumnHeads } from './column-heads.tsx'
import { ImpossibleMark } from './mark.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type ShownRow = HistoryRow & { date: string; stateWord: string }

export function HistoryTable({ rows, count }: { rows: ShownRow[]; count: number }) {
  return (
    <StackedTable
      label="Events and their figures"
      className="history"
      caption={`${sayCount(count, 'event')}, latest first`}
      columns={
        <ColumnHeads
          of={[
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
      }
    >
      {rows.map(row => (
        <HistoryTableRow key={row.eventId} row={row} />
      ))}
    </StackedTable>
  )
}

function HistoryTableRow({ row }: { row: ShownRow }) {
  return (
    <Row>
      <RowHeader>
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
      </RowHeader>
      <Cell className="date">{row.date}</Cell>
      <Cell className="at-end">
        <span className={`badge badge-${row.state}`}>{row.stateWord}</span>
      </Cell>
      <Figure label="Tickets" value={row.available} />
      <Figure label="Asked for" value={row.requested} />
      <Figure label="Given" value={row.given} />
      <Figure label="Left" value={row.left} />
      <Figure label="People asked" value={row.people} />
      <Figure label="People served" value={row.served} />
    </Row>
  )
}

/** An undecided amount is a dash with words for screen readers; 0 is 0. */
function Figure({ label, value }: { label: string; value: number | null }) {
  return (
    <Cell label={label} className="number">
      {value ?? (
        <>
          <span aria-hidden="true">–</span>
          <span className="visually-hidden">not decided</span>
        </>
      )}
    </Cell>
  )
}
