import type { Winner } from '#app/models/results/winners.server.ts'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function WinnerTable({ winners }: { winners: Winner[] }) {
  return (
    <StackedTable
      label="Who gets tickets"
      className="winners"
      columns={
        <>
          <Column>Name</Column>
          <Column>Email address</Column>
          <Column className="number">Tickets</Column>
        </>
      }
    >
      {winners.map(({ requestId, name, email, isActive, amount }) => (
        <Row key={requestId}>
          <RowHeader>
            {name}
            {isActive ? null : <small> (account deactivated)</small>}
          </RowHeader>
          <Cell>{email}</Cell>
          <Cell label="Tickets" className="number at-end">
            {amount}
          </Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
