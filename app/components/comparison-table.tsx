import type { SaidComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { sayCount } from '#app/values/count.ts'
import { ColumnHeads } from './column-heads.tsx'
import { percent } from './percent.ts'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function ComparisonTable({ comparison }: { comparison: SaidComparison }) {
  const { rules, sizes, people, orders } = comparison
  return (
    <StackedTable
      label="Each rule on these requests"
      className="comparison"
      caption={
        <>
          {sayCount(people, 'person')},{' '}
          {orders === 1
            ? 'one order, because nothing is left to chance'
            : sayCount(orders, 'simulated order')}
          . The average, with the lowest and the highest in brackets.
        </>
      }
      columns={<ColumnHeads of={['Rule', ...FIGURES, ...sizes.map(sayServed)]} />}
    >
      {rules.map((rule, index) => (
        <RuleRow key={rule.key} rule={rule} place={index + 1} sizes={sizes} />
      ))}
    </StackedTable>
  )
}

const FIGURES = ['Served', 'First choice', 'Tickets left', 'Longest wait after']
const sayServed = ({ smallest }: { smallest: number }) => `Served, smallest ${smallest}`

type RuleRowProps = {
  rule: SaidComparison['rules'][number]
  place: number
  sizes: SaidComparison['sizes']
}

function RuleRow({ rule, place, sizes }: RuleRowProps) {
  return (
    <Row>
      <RowHeader>
        {place}. {rule.name}
      </RowHeader>
      <Cell label="Served">
        {rule.served}, {percent(rule.servedShare)}
      </Cell>
      <Cell label="First choice">{rule.firstSize}</Cell>
      <Cell label="Tickets left">{rule.ticketsLeft}</Cell>
      <Cell label="Longest wait after">{rule.longestWait}</Cell>
      {rule.bySmallest.map((one, index) => (
        <Cell key={sizes[index]?.smallest} label={sizes[index] && sayServed(sizes[index])}>
          {one.said}, {percent(one.share)}
        </Cell>
      ))}
    </Row>
  )
}
