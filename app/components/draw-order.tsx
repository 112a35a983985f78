import { ColumnHeads } from './column-heads.tsx'
import { FilterForm } from './filters.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type FindCodeProps = {
  draw: { missing?: string | null | undefined; myPage?: number | null | undefined }
  myCode: string | null
  path: string
}

/** The viewer's own code is a link, because a search would put it into an address that others may read. */
export function FindCode({ draw: { missing, myPage }, myCode, path }: FindCodeProps) {
  return (
    <>
      {myPage ? (
        <p>
          <a href={`${path}?page=${myPage}#${myCode}`}>Go to my place</a>
        </p>
      ) : null}
      <FilterForm button="Find">
        <CodeField missing={missing ?? ''} />
      </FilterForm>
    </>
  )
}

function CodeField({ missing }: { missing: string }) {
  return (
    <div className="field">
      <label htmlFor="code">Code</label>
      <input
        id="code"
        name="code"
        type="search"
        defaultValue={missing}
        maxLength={100}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        {...(missing && { 'aria-invalid': true, 'aria-describedby': 'code-error' })}
      />
      {missing ? (
        <p className="field-error" id="code-error">
          No entry in this draw has the code {missing}.
        </p>
      ) : null}
    </div>
  )
}

type Entry = {
  place: number
  code: string
  amount: number
  sizes: string
  weight: number
  priority: number
  byHand?: string | null | undefined
}

export function DrawOrder({ entries, myCode }: { entries: Entry[]; myCode: string | null }) {
  return (
    <StackedTable
      label="The order with what each entry got"
      className="draw-order"
      columns={
        <ColumnHeads
          of={[
            { number: 'Place' },
            'Code',
            { number: 'Got' },
            'Asked for',
            { number: 'In the hat' },
            { number: 'Priority' },
          ]}
        />
      }
    >
      {entries.map(entry => (
        <OrderRow key={entry.code} entry={entry} isMine={entry.code === myCode} />
      ))}
    </StackedTable>
  )
}

function OrderRow({ entry, isMine }: { entry: Entry; isMine: boolean }) {
  return (
    <Row id={entry.code}>
      <Cell className="number at-start">{entry.place}</Cell>
      <RowHeader>
        <code>{entry.code}</code>
        {isMine ? (
          <>
            {' '}
            <span className="badge badge-open">you</span>
          </>
        ) : null}
        {entry.byHand ? (
          <>
            <br />
            <small className="hint">By hand: {entry.byHand}</small>
          </>
        ) : null}
      </RowHeader>
      <Cell label="Got" className="number at-end">
        {entry.amount === 0 ? 'none' : entry.amount}
      </Cell>
      <Cell label="Sizes">{entry.sizes}</Cell>
      <Cell label="In the hat" className="number">
        {entry.weight}
      </Cell>
      <Cell label="Priority" className="number">
        {entry.priority}
      </Cell>
    </Row>
  )
}
