import type { HTMLAttributes, ReactNode, TdHTMLAttributes, ThHTMLAttributes } from 'react'
import { ScrollTable } from './page.tsx'

/** Some browsers drop the role of a table element once a style makes it a block. */
const is = (role: string) => ({ role })

type TableProps = {
  label: string
  className?: string
  caption?: ReactNode
  columns: ReactNode
  children: ReactNode
}

/** On a narrow screen each row is a card: its header on a line of its own, its cells flowing below it. */
export function StackedTable({ label, className, caption, columns, children }: TableProps) {
  return (
    <ScrollTable label={label}>
      <table {...is('table')} className={className ? `stacked ${className}` : 'stacked'}>
        {caption ? <caption>{caption}</caption> : null}
        <thead {...is('rowgroup')}>
          <tr {...is('row')}>{columns}</tr>
        </thead>
        <tbody {...is('rowgroup')}>{children}</tbody>
      </table>
    </ScrollTable>
  )
}

export function Column(props: ThHTMLAttributes<HTMLTableCellElement>) {
  return <th {...is('columnheader')} scope="col" {...props} />
}

export function Row(props: HTMLAttributes<HTMLTableRowElement>) {
  return <tr {...is('row')} {...props} />
}

export function RowHeader({ label, children }: { label?: string; children: ReactNode }) {
  return (
    <th {...is('rowheader')} scope="row" data-label={label}>
      {children}
    </th>
  )
}

/** `label` names the column on a narrow screen; what speaks for itself, such as an email address, has none. */
type CellProps = TdHTMLAttributes<HTMLTableCellElement> & { label?: string | undefined }

export function Cell({ label, ...cell }: CellProps) {
  return <td {...is('cell')} data-label={label} {...cell} />
}
