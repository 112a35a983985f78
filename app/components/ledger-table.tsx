import type { LedgerLine } from '#app/models/draw/fairness/ledger.ts'
import { sayCount } from '#app/values/count.ts'
import { ColumnHeads } from './column-heads.tsx'
import { Actions, PostForm, useServerForm } from './form.tsx'
import { Cell, Row, RowHeader, StackedTable } from './stacked-table.tsx'

type Say = (instant: number) => string
type Line = LedgerLine & { means: string }

export function LedgerTable({ lines, say }: { lines: Line[]; say: Say }) {
  return (
    <StackedTable
      label="Events that you asked for, latest first"
      columns={
        <ColumnHeads
          of={[
            'Event and organizer',
            'Decided',
            { number: 'Tickets wanted' },
            { number: 'Tickets to draw' },
            { number: 'You got' },
            'What it means',
          ]}
        />
      }
    >
      {lines.map(line => (
        <LedgerRow key={line.eventId} line={line} say={say} />
      ))}
    </StackedTable>
  )
}

function LedgerRow({ line, say }: { line: Line; say: Say }) {
  return (
    <Row>
      <RowHeader>
        <a href={`/events/${line.eventId}`}>{line.eventName}</a>
        <br />
        <small className="hint">{line.ownerName}</small>
      </RowHeader>
      <Cell label="Decided">
        {line.finalizedAt === null ? 'not final yet' : say(line.finalizedAt)}
      </Cell>
      <Cell label="Tickets wanted" className="number">
        {line.drawnFor === null ? '–' : line.wanted}
      </Cell>
      <Cell label="Tickets to draw" className="number">
        {line.drawnFor ?? '–'}
      </Cell>
      <Cell label="You got" className="number">
        {line.got === 0 ? 'none' : line.got}
      </Cell>
      <Cell className="whole">{line.means}</Cell>
    </Row>
  )
}

/** Shown once to everybody whose losses changed when their rule did. */
export function FormerLosses({ before, after }: { before: string; after: string }) {
  const [form] = useServerForm({ id: 'former' })
  return (
    <section className="card">
      <h2>Your losses are counted in a new way</h2>
      <p>
        Counted the old way, you had {before}. Counted the new way, you have {after}. Past results
        stay the same.
      </p>
      <PostForm form={form}>
        <Actions>
          <button type="submit" className="quiet" name="intent" value="read">
            I have read this
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}

/** @param props `most` losses in a row that count, and what can still be done to the count */
export function WhatCounts({ most, limits }: { most: number; limits: string }) {
  return (
    <details className="what-counts">
      <summary>What counts as a loss or a win</summary>
      <p>A loss counts only if all of this is true:</p>
      <ul>
        <li>
          You asked yourself, or confirmed a request that someone else entered or changed for you.
        </li>
        <li>Requests were open for at least 24 hours, and the sealed draw decided the event.</li>
        <li>The event was not cancelled before it started.</li>
        <li>
          Your request was part of the draw, and nobody set your number by hand, before or after it.
        </li>
        <li>There were enough tickets to draw for the smallest number you asked for.</li>
        <li>
          There were too few to give everyone who asked or confirmed the largest number they asked
          for.
        </li>
        <li>You got none, and the results are final.</li>
      </ul>
      <p>
        A win counts if you asked or confirmed, and got at least the smallest number you asked for.
        It takes your losses in a row back to 0, even before the results are final. Nothing else
        counts. At most {sayCount(most, 'loss in a row')} count.
      </p>
      <p>{limits}</p>
    </details>
  )
}
