import { Column } from './stacked-table.tsx'

/** The headings of a table; those of figures are on the right, as their figures are. */
export function ColumnHeads({ of }: { of: (string | { number: string })[] }) {
  return of.map(column =>
    typeof column === 'string' ? (
      <Column key={column}>{column}</Column>
    ) : (
      <Column key={column.number} className="number">
        {column.number}
      </Column>
    ),
  )
}
