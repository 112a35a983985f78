import type { SubmissionResult } from '@conform-to/react'
import type { DoorHolder } from '#app/models/hands/door-list.server.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { DoorCount } from './door-count.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Props = {
  eventId: string
  holders: DoorHolder[]
  action: string
  lastResult: SubmissionResult | null | undefined
}

export function DoorTable({ eventId, holders, action, lastResult }: Props) {
  return (
    <StackedTable
      label="Door list"
      className="door"
      columns={
        <>
          <Column>Name</Column>
          <Column>Tickets</Column>
          <Column>Here</Column>
        </>
      }
    >
      {holders.map(holder => (
        <Row key={holder.userId} id={`p-${holder.userId}`}>
          <RowHeader>
            {holder.code ? (
              <a className="row-link" href={`/events/${eventId}/door/${holder.code}`}>
                {holder.name}
              </a>
            ) : (
              holder.name
            )}
            <Guests guests={holder.guests} />
          </RowHeader>
          <Cell className="at-end">
            {sayTickets(holder.holding)}
            {holder.hasChanged ? <small> (changed since counted)</small> : null}
          </Cell>
          <Cell className="whole">
            <DoorCount holder={holder} action={action} lastResult={lastResult} />
          </Cell>
        </Row>
      ))}
    </StackedTable>
  )
}

function Guests({ guests }: Pick<DoorHolder, 'guests'>) {
  return guests.length === 0 ? null : <p className="hint">With {guests.join(', ')}</p>
}
