import type { ReactNode } from 'react'
import type { ImportReport as Report } from '#app/models/user-import.server.ts'
import { Actions, PostForm, Tick, useServerForm } from './form.tsx'
import { roleNames } from './person.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

/** What would happen, row by row, and the button that lets it. */
export function ImportReport({ report, text }: { report: Report; text: string }) {
  const { fresh, there, wrong, notes } = report
  return (
    <>
      <div className="note" role="status">
        <p>
          Nothing was written so far. {count(fresh.length, 'person', 'people')} would be added,{' '}
          {count(there.length, 'is', 'are')} there already, and{' '}
          {count(wrong.length, 'row is wrong', 'rows are wrong')} and left out.
        </p>
        {notes.map(note => (
          <p key={note}>{note}</p>
        ))}
      </div>
      <Wrong rows={wrong} />
      <There rows={there} />
      <Fresh rows={fresh} />
      {fresh.length > 0 ? <AddForm howMany={fresh.length} text={text} /> : null}
    </>
  )
}

function count(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${number} ${many}`
}

function AddForm({ howMany, text }: { howMany: number; text: string }) {
  const [form, fields] = useServerForm<{ withMails: string }>({
    id: 'add',
    defaultValue: { withMails: 'on' },
  })
  return (
    <PostForm form={form} encType="multipart/form-data">
      <input type="hidden" name="text" value={text} />
      <Tick
        field={fields.withMails}
        label="Send welcome mails"
        hint="Each brings a link to choose a password, for 7 days. Without, send it later from a person's page."
      />
      <Actions>
        <a className="button quiet" href="/admin/users/import">
          Start again
        </a>
        <button type="submit" name="intent" value="add">
          Add {count(howMany, 'person', 'people')}
        </button>
      </Actions>
    </PostForm>
  )
}

function Wrong({ rows }: { rows: Report['wrong'] }) {
  return (
    <Rows
      title="Wrong, and left out"
      columns={['Line', 'What it says', 'What is wrong']}
      rows={rows}
    >
      {({ line, shown, problem }) => (
        <Row key={line}>
          <RowHeader label="Line">{line}</RowHeader>
          <Cell label="What it says">{shown}</Cell>
          <Cell label="What is wrong">{problem}</Cell>
        </Row>
      )}
    </Rows>
  )
}

function There({ rows }: { rows: Report['there'] }) {
  const columns = ['Line', 'Mail address', 'Stays as', 'Role', 'Status']
  return (
    <Rows title="There already, and left as they are" columns={columns} rows={rows}>
      {({ line, person, known }) => (
        <Row key={line}>
          <RowHeader label="Line">{line}</RowHeader>
          <Cell label="Mail address">{person.email}</Cell>
          <Cell label="Stays as">
            <a href={`/admin/users/${known.id}`}>{known.name}</a>
          </Cell>
          <Cell label="Role">{known.role}</Cell>
          <Cell label="Status">{known.isActive ? 'active' : 'deactivated'}</Cell>
        </Row>
      )}
    </Rows>
  )
}

function Fresh({ rows }: { rows: Report['fresh'] }) {
  return (
    <Rows title="New" columns={['Line', 'Name', 'Mail address', 'Role']} rows={rows}>
      {({ line, person }) => (
        <Row key={line}>
          <RowHeader label="Line">{line}</RowHeader>
          <Cell label="Name">{person.name}</Cell>
          <Cell label="Mail address">{person.email}</Cell>
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
  children: (row: Row) => ReactNode
}

/** Long tables are folded, so that the button below stays in reach. */
function Rows<Row>({ title, columns, rows, children }: RowsProps<Row>) {
  if (rows.length === 0) return null
  return (
    <details className="rows" open={rows.length <= 20}>
      <summary>
        {title}: {count(rows.length, 'row', 'rows')}
      </summary>
      <StackedTable
        label={title}
        columns={columns.map(column => <Column key={column}>{column}</Column>)}
      >
        {rows.map(children)}
      </StackedTable>
    </details>
  )
}
