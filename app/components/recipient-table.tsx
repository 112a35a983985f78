import type { DescribedRecipient } from '#app/models/results/finalization-page.server.ts'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function RecipientTable({ recipients }: { recipients: DescribedRecipient[] }) {
  if (recipients.length === 0) return null
  const isRepeated = recipients.some(({ before }) => before !== null)
  return (
    <StackedTable
      className="recipients"
      label="Who gets what"
      caption="Who gets what, and who gets an email"
      columns={
        <>
          <Column>Name</Column>
          <Column>Email address</Column>
          {isRepeated ? <Column>Was told</Column> : null}
          <Column>Gets</Column>
          <Column>Email</Column>
        </>
      }
    >
      {recipients.map(({ requestId, name, email, before, said, mail }) => (
        <Row key={requestId}>
          <RowHeader>{name}</RowHeader>
          <Cell>{email}</Cell>
          {isRepeated ? <Cell label="Was told">{before ?? '–'}</Cell> : null}
          <Cell className="at-end">{said}</Cell>
          <Cell label="Email">{mail}</Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
