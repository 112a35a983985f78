import type { Outcome } from '#app/models/hands/report.ts'
import { ColumnHeads } from './column-heads.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type ReportRow = Outcome & { eventId: string; name: string; date: string }

export function ReportTable({ rows }: { rows: ReportRow[] }) {
  return (
    <StackedTable
      label="Events and their tickets"
      className="reports"
      columns={
        <ColumnHeads
          of={[
            'Event',
            'When',
            { number: 'Given' },
            { number: 'Given back in time' },
            { number: 'Used' },
            { number: 'Wasted' },
          ]}
        />
      }
    >
      {rows.map(({ eventId, name, date, given, back, used, wasted }) => (
        <Row key={eventId}>
          <RowHeader>
            <a className="row-link" href={`/events/${eventId}/report`}>
              {name}
            </a>
          </RowHeader>
          <Cell className="date">{date}</Cell>
          <Known label="Given" value={given} />
          <Known label="Given back in time" value={back} />
          <Known label="Used" value={used} />
          <Known label="Wasted" value={wasted} />
        </Row>
      ))}
    </StackedTable>
  )
}

/** What nobody noted is a dash with words for screen readers; 0 is 0. */
function Known({ label, value }: { label: string; value: number | null }) {
  return (
    <Cell label={label} className="number">
      {value ?? (
        <>
          <span aria-hidden="true">–</span>
          <span className="visually-hidden">not known</span>
        </>
      )}
    </Cell>
  )
}
