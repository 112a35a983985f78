import { ColumnHeads } from './column-heads.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Choice = {
  draw: number
  chosenAt: number
  rule: { name: string; cap: string }
  order: string
  source: string
  chosen: string
  by: string
}

export function ChoiceTable({ choices }: { choices: Choice[] }) {
  return (
    <StackedTable
      label="Every choice of a rule, latest first"
      columns={<ColumnHeads of={['Draw', 'Rule', 'Order', 'Planned public value', 'Chosen']} />}
    >
      {choices.map(choice => (
        <Row key={`${choice.draw}-${choice.chosenAt}`}>
          <Cell label="Draw" className="at-end">
            {choice.draw}
          </Cell>
          <RowHeader>
            {choice.rule.name}
            {choice.rule.cap}
          </RowHeader>
          <Cell label="Order">{choice.order}</Cell>
          <Cell label="Planned public value">{choice.source}</Cell>
          <Cell label="Chosen">
            {choice.chosen}
            {choice.by}
          </Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
