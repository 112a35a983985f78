import { ScrollTable } from './page.tsx'
import { TableHead } from './table-head.tsx'

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
    <ScrollTable label="Every choice of a rule, the latest first">
      <table>
        <TableHead columns={['Draw', 'Rule', 'Order', 'Planned public value', 'Chosen']} />
        <tbody>
          {choices.map(choice => (
            <tr key={`${choice.draw}-${choice.chosenAt}`}>
              <td>{choice.draw}</td>
              <th scope="row">
                {choice.rule.name}
                {choice.rule.cap}
              </th>
              <td>{choice.order}</td>
              <td>{choice.source}</td>
              <td>
                {choice.chosen}
                {choice.by}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}
