import type { FilledRow } from '#app/models/grid/form.ts'
import type { Amount } from '#app/values/tickets.ts'
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
      <Cell label="Asked for" className="grid-sizes">
        {row.saidSizes}
      </Cell>
      {isEditable ? (
        <GridInputs row={row} problems={problems} />
      ) : (
        <>
          <Cell label="Tickets">{row.saidAmount}</Cell>
          <Cell label="Reason">{row.reason}</Cell>
        </>
      )}
      <Cell label="Result" className="grid-standing">
        <Mark kind={row.status} mark={row.mark} words={row.words} />
        {row.byHand ? <Mark kind="by-hand" mark="✎" words={row.byHand} /> : null}
        {row.impossible ? <ImpossibleMark reason={row.impossible} /> : null}
      </Cell>
      <Cell label="Note" className="grid-note">
        {row.note}
      </Cell>
    </Row>
  )
}

function GridInputs({ row, problems }: { row: ShownRow; problems: Record<string, string> }) {
  const { requestId } = row
  return (
    <>
      <GridCell
        column="Tickets"
        name={`amount-${requestId}`}
        label={`Tickets for ${row.name}`}
        value={row.typedAmount}
        problem={problems[`amount-${requestId}`]}
        isNumber
        was={row.amount}
      >
        <input type="hidden" name={`was-${requestId}`} value={row.was} />
      </GridCell>
      <GridCell
        column="Reason"
        name={`reason-${requestId}`}
        label={`Reason for ${row.name}`}
        value={row.typedReason}
        problem={problems[`reason-${requestId}`]}
      />
    </>
  )
}

function GridCell(props: {
  column: string
  name: string
  label: string
  value: string
  problem: string | undefined
  isNumber?: boolean
  was?: Amount
  children?: React.ReactNode
}) {
  const id = `grid-${props.name}`
  const errorId = props.problem ? `${id}-error` : undefined
  return (
    <Cell label={props.column} className={props.problem ? 'field-wrong' : undefined}>
      {props.problem ? (
        <p className="field-error" id={errorId}>
          <span className="visually-hidden">Error: </span>
          {props.problem}
        </p>
      ) : null}
      <input
        id={id}
        name={props.name}
        defaultValue={props.value}
        aria-label={props.label}
        aria-invalid={props.problem ? true : undefined}
        aria-describedby={errorId}
        autoComplete="off"
        {...(props.isNumber
          ? { inputMode: 'numeric', 'data-was': String(props.was ?? '') }
          : { maxLength: 200 })}
      />
      {props.children}
    </Cell>
  )
}
