import type { LineShow } from '#app/models/after/line/input.ts'
import { ColumnHeads } from './column-heads.tsx'
import { FilterForm, SearchFilter, SelectFilter } from './filters.tsx'
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

const WORDS: Record<LineShow, string> = {
  waiting: 'Who waits',
  offered: 'Who has an offer',
  holding: 'Who has tickets',
  all: 'Everyone',
}

const NOBODY: Record<LineShow, string> = {
  waiting: 'Nobody is waiting.',
  offered: 'Nobody has an open offer.',
  holding: 'Nobody has tickets.',
  all: 'Nobody asked for tickets.',
}

const COLUMNS = ['Name', { number: 'Has' }, 'Asked for', 'Waiting list']

export function LineFilter({ q, show }: { q: string; show: LineShow }) {
  return (
    <FilterForm>
      <SelectFilter name="show" label="Show" value={show} options={Object.entries(WORDS)} />
      <SearchFilter name="q" label="Name" value={q} />
    </FilterForm>
  )
}

type Props = { people: InLine[]; q: string; show: LineShow; path: string }

export function LineTable({ people, q, show, path }: Props) {
  if (people.length === 0) return <p>{q ? `No name here has “${q}” in it.` : NOBODY[show]}</p>
  return (
    <StackedTable label={WORDS[show]} className="line" columns={<ColumnHeads of={COLUMNS} />}>
      {people.map(({ code, name, isActive, holding, sizes, where }) => (
        <Row key={code}>
          <RowHeader>
            <a className="row-link" href={`${path}/line?act=change&person=${code}`}>
              <span className="visually-hidden">Change tickets of </span>
              {name}
            </a>
            <DeactivatedMark isActive={isActive} />
          </RowHeader>
          <Cell label="Has" className="number at-end">
            {holding}
          </Cell>
          <Cell label="Asked for">{sizes}</Cell>
          <Cell>{where}</Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
