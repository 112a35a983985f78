import type { LedgerLine, Verdict } from '#app/models/draw/fairness/ledger.ts'
import { ScrollTable } from './page.tsx'
import { TableHead } from './table-head.tsx'
import { WaitChart } from './wait-chart.tsx'

const verdicts: Record<Verdict, string> = {
  won: 'Won: the row of losses ends',
  lost: 'Lost: counts',
  'not-counted': 'Does not count: there was enough for all',
  'left-over': 'Does not count: tickets were left that you would have taken',
  'not-eligible': 'Does not count: there never were as many tickets as the fewest you would take',
}

type Say = (instant: number) => string

export function LedgerTable({ lines, say }: { lines: LedgerLine[]; say: Say }) {
  return (
    <ScrollTable label="The events that you asked for, the latest first">
      <table>
        <TableHead
          columns={[
            'Event',
            'Decided',
            { number: 'Asked for' },
            { number: 'Tickets' },
            { number: 'You got' },
            'What it means',
          ]}
        />
        <tbody>
          {lines.map(line => (
            <LedgerRow key={line.eventId} line={line} say={say} />
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

function LedgerRow({ line, say }: { line: LedgerLine; say: Say }) {
  return (
    <tr>
      <th scope="row">
        <a href={`/events/${line.eventId}`}>{line.eventName}</a>
      </th>
      <td>{say(line.finalizedAt)}</td>
      <td className="number">{line.requested}</td>
      <td className="number">{line.available}</td>
      <td className="number">{line.got === 0 ? 'none' : line.got}</td>
      <td>{verdicts[line.verdict]}</td>
    </tr>
  )
}

type WaitsProps = {
  waits: {
    distribution: { losses: number; people: number }[]
    people: { userId: string; name: string; losses: number; asked: number; won: number }[]
    more: number
  }
}

export function Waits({ waits }: WaitsProps) {
  return (
    <section>
      <h2>Everybody, longest waits first</h2>
      <WaitChart distribution={waits.distribution} />
      <ScrollTable label="People by losses in a row">
        <table>
          <TableHead
            columns={[
              'Name',
              { number: 'Losses in a row' },
              { number: 'Asked for' },
              { number: 'Won' },
            ]}
          />
          <tbody>
            {waits.people.map(person => (
              <tr key={person.userId}>
                <th scope="row">{person.name}</th>
                <td className="number">{person.losses}</td>
                <td className="number">{person.asked}</td>
                <td className="number">{person.won}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollTable>
      {waits.more > 0 ? <p className="hint">And {waits.more} more with shorter waits.</p> : null}
    </section>
  )
}
