import { ColumnHeads } from './column-heads.tsx'
import { DeactivatedMark } from './person.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type InLine = {
  code: string
  name: string
  isActive: boolean
  holding: number
  sizes: string
  where: string
}

const COLUMNS = ['Name', { number: 'Holds' }, 'Asked for', 'Waiting list', 'Change']

export function LineTable({ people, q, path }: { people: InLine[]; q: string; path: string }) {
  if (people.length === 0)
    return <p>{q ? `Nobody here is called “${q}”.` : 'Nobody asked for tickets.'}</p>
  return (
    <StackedTable label="People" columns={<ColumnHeads of={COLUMNS} />}>
      {people.map(({ code, name, isActive, holding, sizes, where }) => (
        <Row key={code}>
          <RowHeader>
            {name}
            <DeactivatedMark isActive={isActive} />
          </RowHeader>
          <Cell label="Holds" className="number at-end">
            {holding}
          </Cell>
          <Cell label="Asked for">{sizes}</Cell>
          <Cell label="Waiting list">{where}</Cell>
          <Cell label="Change">
            <a href={`${path}/line?person=${code}#change`}>
              Change<span className="visually-hidden"> for {name}</span>
            </a>
          </Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
