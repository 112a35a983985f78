import type { ReactNode } from 'react'

type Props = { columns: (string | { number: string })[]; children?: ReactNode }

export function TableHead({ columns, children }: Props) {
  return (
    <thead>
      <tr>
        {columns.map(column =>
          typeof column === 'string' ? (
            <th scope="col" key={column}>
              {column}
            </th>
          ) : (
            <th scope="col" className="number" key={column.number}>
              {column.number}
            </th>
          ),
        )}
        {children}
      </tr>
    </thead>
  )
}
