import { ColumnHeads } from './column-heads.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'
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
      <h2>Everyone, longest wait first</h2>
      <WaitChart distribution={waits.distribution} />
      <StackedTable
        label="People by losses in a row"
        columns={
          <ColumnHeads
            of={[
              'Name',
              { number: 'Losses in a row' },
              { number: 'Events asked for' },
              { number: 'Events won' },
            ]}
          />
        }
      >
        {waits.people.map(person => (
          <Row key={person.userId}>
            <RowHeader>{person.name}</RowHeader>
            <Cell label="Losses in a row" className="number">
              {person.losses}
            </Cell>
            <Cell label="Events asked for" className="number">
              {' '}
              {person.asked}
            </Cell>
            <Cell label="Events won" className="number">
              {person.won}
            </Cell>
          </Row>
        ))}
      </StackedTable>
      {waits.more > 0 ? <p className="hint">And {waits.more} more with shorter waits.</p> : null}
    </section>
  )
}
