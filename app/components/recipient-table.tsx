import type { DescribedRecipient } from '#app/models/results/finalization-page.server.ts'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

export function RecipientTable({ recipients }: { recipients: DescribedRecipient[] }) {
  if (recipients.length === 0) return <p>Nobody asked for tickets, so nobody is told anything.</p>
  const isRepeated = recipients.some(({ before }) => before !== null)
  return (
    <StackedTable
      label="Who gets what"
      caption="Who gets what, and who is mailed"
      columns={
        <>
          <Column>Name</Column>
          <Column>Mail address</Column>
          {isRepeated ? <Column>Was told</Column> : null}
          <Column>Gets</Column>
          <Column>Mail</Column>
        </>
      }
    >
      {recipients.map(({ requestId, name, email, before, said, mail }) => (
        <Row key={requestId}>
          <RowHeader>{name}</RowHeader>
          <Cell label="Mail address">{email}</Cell>
          {isRepeated ? <Cell label="Was told">{before ?? '–'}</Cell> : null}
          <Cell label="Gets">{said}</Cell>
          <Cell label="Mail">{mail}</Cell>
        </Row>
      ))}
    </StackedTable>
  )
}
