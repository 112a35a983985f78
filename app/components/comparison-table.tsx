import type { SaidComparison } from '#app/models/draw/comparison/say-comparison.ts'
import { sayCount } from '#app/values/count.ts'
import { ScrollTable } from './page.tsx'
import { percent } from './percent.ts'
import { TableHead } from './table-head.tsx'

export function ComparisonTable({ comparison }: { comparison: SaidComparison }) {
  const { rules, sizes, people, orders } = comparison
  return (
    <ScrollTable label="Each rule on these requests">
      <table className="comparison">
        <caption>
          {sayCount(people, 'person')},{' '}
          {orders === 1
            ? 'one order: nothing is left to chance'
            : sayCount(orders, 'simulated order')}
          . The mean, and in brackets the least and the most.
        </caption>
        <TableHead columns={['Rule', 'Served', 'First size', 'Tickets left', 'Longest wait after']}>
          {sizes.map(({ smallest }) => (
            <th scope="col" key={smallest}>
              Served, smallest {smallest}
            </th>
          ))}
        </TableHead>
        <tbody>
          {rules.map((rule, index) => (
            <RuleRow key={rule.key} rule={rule} place={index + 1} sizes={sizes} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

type RuleRowProps = {
  rule: SaidComparison['rules'][number]
  place: number
  sizes: SaidComparison['sizes']
}

function RuleRow({ rule, place, sizes }: RuleRowProps) {
  return (
    <tr>
      <th scope="row">
        {place}. {rule.name}
      </th>
      <td>
        {rule.served}, {percent(rule.servedShare)}
      </td>
      <td>{rule.firstSize}</td>
      <td>{rule.ticketsLeft}</td>
      <td>{rule.longestWait}</td>
      {rule.bySmallest.map((one, index) => (
        <td key={sizes[index]?.smallest}>
          {one.said}, {percent(one.share)}
        </td>
      ))}
    </tr>
  )
}
