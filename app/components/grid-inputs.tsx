import type { InputHTMLAttributes } from 'react'
import type { ShownRow } from './allocation-grid.tsx'
import { Cell } from './stacked-table.tsx'

type InputsProps = { row: ShownRow; problems: Record<string, string> }

export function GridInputs({ row, problems }: InputsProps) {
  const { requestId } = row
  const name = `amount-${requestId}`
  const problem = problems[name]
  return (
    <>
      <Cell className={problem ? 'grid-amount field-wrong' : 'grid-amount'}>
        <GridInput
          name={name}
          label={`Tickets for ${row.name}`}
          problem={problem}
          defaultValue={row.typedAmount}
          inputMode="numeric"
          data-was={String(row.amount ?? '')}
          data-drawn={row.drawn}
        />
        <input type="hidden" name={`was-${requestId}`} value={row.was} />
      </Cell>
      <ReasonCell row={row} problem={problems[`reason-${requestId}`]} />
    </>
  )
}

function ReasonCell({ row, problem }: { row: ShownRow; problem: string | undefined }) {
  return (
    <Cell className={problem ? 'grid-reason field-wrong' : 'grid-reason'}>
      <details open={problem !== undefined || asksForReason(row)}>
        <summary>
          Reason<span className="visually-hidden"> for {row.name}</span>
        </summary>
        <GridInput
          name={`reason-${row.requestId}`}
          label={`Reason for ${row.name}`}
          problem={problem}
          defaultValue={row.typedReason}
          maxLength={200}
        />
      </details>
    </Cell>
  )
}

function asksForReason({ drawn, typedAmount, typedReason, status }: ShownRow): boolean {
  const differs = drawn !== undefined && typedAmount !== '' && typedAmount !== String(drawn)
  return typedReason !== '' || differs || status === 'under' || status === 'outside'
}

type InputProps = InputHTMLAttributes<HTMLInputElement> & {
  'data-was'?: string
  'data-drawn'?: number | undefined
  name: string
  label: string
  problem: string | undefined
}

function GridInput({ label, problem, ...input }: InputProps) {
  const id = `grid-${input.name}`
  const errorId = problem ? `${id}-error` : undefined
  return (
    <>
      {problem ? (
        <p className="field-error" id={errorId}>
          <span className="visually-hidden">Error: </span>
          {problem}
        </p>
      ) : null}
      <input
        id={id}
        aria-label={label}
        aria-invalid={problem ? true : undefined}
        aria-describedby={errorId}
        autoComplete="off"
        {...input}
      />
    </>
  )
}
