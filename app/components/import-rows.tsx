import type { ReactNode } from 'react'
import type { ImportPreview } from '#app/models/people/list-file.server.ts'
import { sayCount } from '#app/values/count.ts'
import { roleNames } from './person.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function LeftOutRows({ title, rows }: { title: string; rows: ImportPreview['wrong'] }) {
  return (
    <Rows title={title} columns={['Line', 'What it says', 'Why']} rows={rows}>
      {({ line, shown, problem }, place) => (
        <Row key={`${line} ${place}`}>
          <RowHeader label="Line">{line}</RowHeader>
          <Cell label="What it says">{shown}</Cell>
          <Cell label="Why">{problem}</Cell>
        </Row>
      )}
    </Rows>
  )
}

export function KnownRows({ rows }: { rows: ImportPreview['there'] }) {
  const columns = ['Line', 'Email address', 'Current name', 'Role', 'Status']
  return (
    <Rows title="Already have an account, so nothing changes" columns={columns} rows={rows}>
      {({ line, person, known }) => (
        <Row key={person.email}>
          <RowHeader label="Line">{line}</RowHeader>
          <Cell label="Email address">{person.email}</Cell>
          <Cell label="Current name">
            <a href={`/admin/users/${known.id}`}>{known.name}</a>
          </Cell>
          <Cell label="Role">{known.role}</Cell>
          <Cell label="Status">{known.isActive ? 'active' : 'deactivated'}</Cell>
        </Row>
      )}
    </Rows>
  )
}

const madeWords = { 'from address': 'from the address', turned: 'turned around' }

export function NewRows({ rows }: { rows: ImportPreview['fresh'] }) {
  return (
    <Rows title="New" columns={['Line', 'Name', 'Email address', 'Role']} rows={rows}>
      {({ line, person, made }) => (
        <Row key={person.email}>
          <RowHeader label="Line">{line}</RowHeader>
          <Cell label="Name">
            {person.name}
            {made ? (
              <>
                {' '}
                <span className="badge badge-draft">{madeWords[made]}</span>
              </>
            ) : null}
          </Cell>
          <Cell label="Email address">{person.email}</Cell>
          <Cell label="Role">{roleNames[person.role]}</Cell>
        </Row>
      )}
    </Rows>
  )
}

type RowsProps<Row> = {
  title: string
  columns: string[]
  rows: Row[]
  children: (row: Row, place: number) => ReactNode
}

/** Rows shown of each kind; the list itself has the others. */
const MOST_SHOWN = 200

/** Folds long tables, so that the button below them is easy to reach. */
function Rows<Row>({ title, columns, rows, children }: RowsProps<Row>) {
  if (rows.length === 0) return null
  return (
    <details className="rows" open={rows.length <= 20}>
      <summary>
        {title}: {sayCount(rows.length, 'row')}
      </summary>
      <StackedTable
        label={title}
        columns={columns.map(column => <Column key={column}>{column}</Column>)}
      >
        {rows.slice(0, MOST_SHOWN).map(children)}
      </StackedTable>
      {rows.length > MOST_SHOWN ? (
        <p className="hint">
          The first {MOST_SHOWN} of {rows.length} are shown.
        </p>
      ) : null}
    </details>
  )
}
