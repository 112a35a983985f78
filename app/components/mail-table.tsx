import type { MailState } from '#app/models/mail/mail.ts'
import { sayCount } from '#app/values/count.ts'
import { FormKey } from './form-key.tsx'
import { MailStateBadge } from './mail-state.tsx'
import { sayMailKind } from './mail-words.ts'
import { ScrollTable } from './page.tsx'

type Row = {
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

export function MailTable({ rows, caption }: { rows: Row[]; caption: string }) {
  return (
    <ScrollTable label="Emails">
      <table className="mails">
        <caption>{caption}</caption>
        <thead>
          <tr>
            <th scope="col">Email</th>
            <th scope="col">To</th>
            <th scope="col">State, tries, last error</th>
            <th scope="col">Time</th>
            <th scope="col">
              <span className="visually-hidden">Try again</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {rows.map(row => (
            <MailRow key={row.mailId} row={row} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function MailRow({ row }: { row: Row }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/admin/mail/${row.mailId}`}>{row.subject}</a>
        <small className="hint">{sayMailKind(row.kind)}</small>
      </th>
      <td className="mail-to">{row.toEmail}</td>
      <td>
        <MailStateBadge state={row.state} /> {sayCount(row.attempts, 'try')}
        {row.lastError ? <small className="hint">{row.lastError}</small> : null}
      </td>
      <td className="mail-time">
        {row.created}
        {row.sent ? <small className="hint">sent {row.sent}</small> : null}
      </td>
      <td>
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
      </td>
    </tr>
  )
}
