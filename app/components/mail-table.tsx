import type { MailState } from '#app/models/mail/mail.ts'
import { sayCount } from '#app/values/count.ts'
import { FormKey } from './form-key.tsx'
import { MailStateBadge } from './mail-state.tsx'
import { sayMailKind } from './mail-words.ts'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type ListedMail = {
  mailId: string
  kind: string
  toEmail: string
  subject: string
  state: MailState
  attempts: number
  lastError: string | null
  created: string
  sent: string | null
  canTryAgain: boolean
}

export function MailTable({ rows, caption }: { rows: ListedMail[]; caption: string }) {
  return (
    <StackedTable label="Emails" className="mails" caption={caption} columns={<MailColumns />}>
      {rows.map(row => (
        <MailRow key={row.mailId} row={row} />
      ))}
    </StackedTable>
  )
}

function MailColumns() {
  return (
    <>
      <Column>Email</Column>
      <Column>To</Column>
      <Column>State, tries, last error</Column>
      <Column>Time</Column>
      <Column>
        <span className="visually-hidden">Try again</span>
      </Column>
    </>
  )
}

function MailRow({ row }: { row: ListedMail }) {
  return (
    <Row>
      <RowHeader>
        <a href={`/admin/mail/${row.mailId}`}>{row.subject}</a>
        <small className="hint">{sayMailKind(row.kind)}</small>
      </RowHeader>
      <Cell className="mail-to">{row.toEmail}</Cell>
      <Cell>
        <MailStateBadge state={row.state} /> {sayCount(row.attempts, 'try')}
        {row.lastError ? <small className="hint">{row.lastError}</small> : null}
      </Cell>
      <Cell className="mail-time">
        {row.created}
        {row.sent ? <small className="hint">sent {row.sent}</small> : null}
      </Cell>
      <Cell className="whole">
        {row.canTryAgain ? (
          <form method="post" action={`/admin/mail/${row.mailId}`}>
            <FormKey />
            <button className="quiet" type="submit">
              Try again
              <span className="visually-hidden">
                : {row.subject}, to {row.toEmail}
              </span>
            </button>
          </form>
        ) : null}
      </Cell>
    </Row>
  )
}
