import type { FilledRow } from '#app/models/grid/form.ts'
import type { Amount } from '#app/values/tickets.ts'
import { GridInputs } from './grid-inputs.tsx'
import { LinkedText } from './linked-text.tsx'
import { ImpossibleMark, Mark } from './mark.tsx'
import { DeactivatedMark } from './person.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export type ShownRow = FilledRow<{
  requestId: string
  name: string
  isActive: boolean
  sizes: string
  note: string
  amount: Amount
  reason: string | null
  impossible: string | null
  drawn?: number | undefined
}>

type GridProps = { rows: ShownRow[]; isEditable: boolean; problems: Record<string, string> }

export function AllocationGrid({ rows, isEditable, problems }: GridProps) {
  const isDrawn = rows.some(row => row.drawn !== undefined)
  return (
    <StackedTable
      label="Requests and tickets"
      className="grid"
      columns={
        <>
          <Column>Name</Column>
          <Column>Asked for</Column>
          <Column>Tickets</Column>
          <Column>
            {isDrawn ? 'Reason, if you change it' : 'Reason, if they did not ask for it'}
          </Column>
          <Column>Result</Column>
          <Column>Note</Column>
        </>
      }
    >
      {rows.map(row => (
        <GridRow key={row.requestId} row={row} isEditable={isEditable} problems={problems} />
      ))}
    </StackedTable>
  )
}

function GridRow({ row, isEditable, problems }: { row: ShownRow } & Omit<GridProps, 'rows'>) {
  return (
    <Row className={`row-${row.status}`}>
      <RowHeader>
        {row.name}
        <DeactivatedMark isActive={row.isActive} />
      </RowHeader>
      <Cell className="grid-sizes">{row.saidSizes}</Cell>
      {isEditable ? (
        <GridInputs row={row} problems={problems} />
      ) : (
        <>
          <Cell className="at-end">{row.saidAmount}</Cell>
          <Cell label="Reason">{row.reason}</Cell>
        </>
      )}
      <Cell className="grid-standing">
        <Mark kind={row.status} mark={row.mark} words={row.words} />
        {row.byHand ? <Mark kind="by-hand" mark="✎" words={row.byHand} /> : null}
        {row.impossible ? <ImpossibleMark reason={row.impossible} /> : null}
      </Cell>
      <Cell className="grid-note">
        <LinkedText text={row.note} />
      </Cell>
    </Row>
  )
}
