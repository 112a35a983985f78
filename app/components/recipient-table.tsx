import type { DescribedRecipient } from '#app/models/finalization-page.server.ts'
import { ScrollTable } from './page.tsx'

/** Everybody who asked, what they get, and whether a mail tells them. */
export function RecipientTable({ recipients }: { recipients: DescribedRecipient[] }) {
  if (recipients.length === 0) return <p>Nobody asked for tickets, so nobody is told anything.</p>
  const isRepeated = recipients.some(({ before }) => before !== null)
  return (
    <ScrollTable label="Who gets what">
      <table>
        <caption>Who gets what, and who is mailed</caption>
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Mail address</th>
            {isRepeated ? <th scope="col">Was told</th> : null}
            <th scope="col">Gets</th>
            <th scope="col">Mail</th>
          </tr>
        </thead>
        <tbody>
          {recipients.map(({ requestId, name, email, before, said, mail }) => (
            <tr key={requestId}>
              <th scope="row">{name}</th>
              <td>{email}</td>
              {isRepeated ? <td>{before ?? '–'}</td> : null}
              <td>{said}</td>
              <td>{mail}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}
