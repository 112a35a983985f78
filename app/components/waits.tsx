import { ScrollTable } from './page.tsx'
import { TableHead } from './table-head.tsx'
import { WaitChart } from './wait-chart.tsx'

type WaitsProps = {
  waits: {
    distribution: { losses: number; people: number }[]
    people: { userId: string; name: string; losses: number; asked: number; won: number }[]
    more: number
  }
}

export function Waits({ waits }: WaitsProps) {
  return (
    <section>
      <h2>Everybody, longest waits first</h2>
      <WaitChart distribution={waits.distribution} />
      <ScrollTable label="People by losses in a row">
        <table>
          <TableHead
            columns={[
              'Name',
              { number: 'Losses in a row' },
              { number: 'Asked for' },
              { number: 'Won' },
            ]}
          />
          <tbody>
            {waits.people.map(person => (
              <tr key={person.userId}>
                <th scope="row">{person.name}</th>
                <td className="number">{person.losses}</td>
                <td className="number">{person.asked}</td>
                <td className="number">{person.won}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {waits.more > 0 ? <p className="hint">And {waits.more} more with shorter waits.</p> : null}
    </section>
  )
}
