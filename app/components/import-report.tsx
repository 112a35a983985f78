import type { ReactNode } from 'react'
import type { ImportPreview } from '#app/models/people/list-file.server.ts'
import { Actions, PostForm, Tick, useServerForm } from './form.tsx'
import { roleNames } from './person.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function ImportReport({ report, text }: { report: ImportPreview; text: string }) {
  const { fresh, there, twice, wrong, notes } = report
  return (
    <>
      <div className="note" role="status">
        <p>
          <strong>{sayReady(fresh.length)}</strong> {sayOthers(report)}
        </p>
        {notes.map(note => (
          <p key={note}>{note}</p>
        ))}
      </div>
      <LeftOut title="Left out because they have a problem" rows={wrong} />
      <LeftOut title="Left out because they are in the list twice" rows={twice} />
      <There rows={there} />
      <Fresh rows={fresh} />
      {fresh.length > 0 ? <AddForm report={report} text={text} /> : null}
    </>
  )
}

function count(number: number, one: string, many: string): string {
  return number === 1 ? `1 ${one}` : `${number} ${many}`
}

function sayReady(fresh: number): string {
  return fresh === 0 ? 'Nobody to add.' : `Ready to add ${count(fresh, 'person', 'people')}.`
}

function sayOthers({ there, twice, wrong }: ImportPreview): string {
  return [
    there.length && `${count(there.length, 'already has', 'already have')} an account.`,
    twice.length && `${count(twice.length, 'is', 'are')} in the list twice.`,
    wrong.length && `${count(wrong.length, 'row has a problem', 'rows have a problem')}.`,
  ]
    .filter(Boolean)
    .join(' ')
}

function AddForm({ report, text }: { report: ImportPreview; text: string }) {
  const [form, fields] = useServerForm<{ withMails: string }>({
    id: 'add',
    defaultValue: { withMails: 'on' },
  })
  return (
    <PostForm form={form} encType="multipart/form-data">
      <input type="hidden" name="text" value={text} />
      <input type="hidden" name="seen" value={report.seen} />
      <Tick
        field={fields.withMails}
        label="Send welcome mails"
        hint="Each has a link to choose a password. It works for 7 days. You can also send it later from a person's page."
      />
      <Actions>
        <button type="submit" name="intent" value="add">
          Add {count(report.fresh.length, 'person', 'people')}
        </button>
        <a className="button quiet" href="/admin/users/import">
          Start again
        </a>
      </Actions>
    </PostForm>
  )
}

function LeftOut({ title, rows }: { title: string; rows: ImportPreview['wrong'] }) {
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

function There({ rows }: { rows: ImportPreview['there'] }) {
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

function Fresh({ rows }: { rows: ImportPreview['fresh'] }) {
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
        {title}: {count(rows.length, 'row', 'rows')}
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
