import { ColumnHeads } from './column-heads.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function SettingsTable({ rows }: { rows: string[][] }) {
  return (
    <StackedTable label="Settings of the server" columns={<ColumnHeads of={['Name', 'Value']} />}>
      {rows.map(([name, value]) => (
        <Row key={name}>
          <RowHeader>
            <code>{name}</code>
          </RowHeader>
          <Cell className="whole">{value}</Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
