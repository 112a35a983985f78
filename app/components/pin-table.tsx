import { FormKey } from './form-key.tsx'
import { DeactivatedMark } from './person.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Pin = {
  requestId: string
  name: string
  isActive: boolean
  sizes: string
  amount: number
  reason: string
}

export function PinTable({ pins, isOpen }: { pins: Pin[]; isOpen: boolean }) {
  if (pins.length === 0) return <p>No tickets are reserved. The draw decides for everyone.</p>
  return (
    <StackedTable
      label="Reserved tickets"
      columns={
        <>
          <Column>Name</Column>
          <Column>Asked for</Column>
          <Column className="number">Reserved</Column>
          <Column>Reason</Column>
          {isOpen ? <Column>Change</Column> : null}
        </>
      }
    >
      {pins.map(pin => (
        <Row key={pin.requestId}>
          <RowHeader>
            {pin.name}
            <DeactivatedMark isActive={pin.isActive} />
          </RowHeader>
          <Cell label="Asked for">{pin.sizes}</Cell>
          <Cell label="Reserved" className="number at-end">
            {pin.amount === 0 ? 'none' : pin.amount}
          </Cell>
          <Cell label="Reason">{pin.reason}</Cell>
          {isOpen ? <UnpinCell pin={pin} /> : null}
        </Row>
      ))}
    </StackedTable>
  )
}

function UnpinCell({ pin }: { pin: Pin }) {
  return (
    <Cell label="Change">
      <form method="post">
        <FormKey />
        <input type="hidden" name="requestId" value={pin.requestId} />
        <input type="hidden" name="was" value={pin.amount} />
        <button className="quiet" type="submit" name="intent" value="unpin">
          Remove<span className="visually-hidden"> the reservation for {pin.name}</span>
        </button>
      </form>
    </Cell>
  )
}
