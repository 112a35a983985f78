import type { Winner } from '#app/models/hands/winners.server.ts'
import { PostForm } from './form.tsx'
import { Cell, Column, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type ShownWinner = Winner & { handed: string | null }

/** One form for all rows; a row's button says whose it is, and what the page showed. */
type Props = {
  winners: ShownWinner[]
  /** Whether people have to confirm. */
  asks: boolean
  action: string
}

export function WinnerTable({ winners, asks, action }: Props) {
  return (
    <PostForm form={{ id: 'handing' }} action={action} className="hand-out">
      <StackedTable
        label="Who gets tickets"
        className="winners"
        columns={
          <>
            <Column>Name</Column>
            <Column>Email address</Column>
            <Column className="number">Tickets</Column>
            <Column>Handed over</Column>
          </>
        }
      >
        {winners.map(winner => (
          <WinnerRow key={winner.userId} winner={winner} asks={asks} />
        ))}
      </StackedTable>
    </PostForm>
  )
}

function WinnerRow({ winner, asks }: { winner: ShownWinner; asks: boolean }) {
  const { userId, name, email, isActive, amount, before, handedAt, isComing } = winner
  return (
    <Row id={`p-${userId}`}>
      <RowHeader>
        {name}
        {isActive ? null : <small> (account deactivated)</small>}
        {asks && !isComing ? <small> (not confirmed)</small> : null}
      </RowHeader>
      <Cell>{email}</Cell>
      <Cell label="Tickets" className="number at-end">
        {amount}
        {before === null ? null : <small> (was {before})</small>}
      </Cell>
      <Cell label={handedAt === null ? undefined : 'Handed over'} className="whole">
        <HandedOver winner={winner} />
      </Cell>
    </Row>
  )
}

function HandedOver({ winner }: { winner: ShownWinner }) {
  const { userId, name, amount, handedAt, handedByName, handed, hasChanged } = winner
  if (handedAt === null)
    return (
      <MarkButton value={`set ${userId} ${amount}`} of={name}>
        Mark as handed over
      </MarkButton>
    )
  return (
    <>
      <span>
        {handed}, by {handedByName}
        {hasChanged ? <strong> Number changed since.</strong> : null}
      </span>{' '}
      <MarkButton value={`clear ${userId} ${handedAt}`} of={name}>
        Remove mark
      </MarkButton>
    </>
  )
}

function MarkButton({ value, of, children }: { value: string; of: string; children: string }) {
  return (
    <button type="submit" className="quiet" name="mark" value={value}>
      {children}
      <span className="visually-hidden">: {of}</span>
    </button>
  )
}
