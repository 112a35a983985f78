import type { GridFigures } from '#app/models/grid/amounts.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { ShareBar } from './share-bar.tsx'

export type Summary = GridFigures & { mails: number; byAmount: { said: string; people: number }[] }

export function SummaryFacts({ summary }: { summary: Summary }) {
  const { available, given, left, served, people } = summary
  const said = `${given} of ${sayTickets(available)} given, ${left < 0 ? `${-left} too many` : `${left} left`}. ${served} of ${sayCount(people, 'person')} ${wordFor(served, 'gets')} a ticket`
  if (people === 0) return null
  return (
    <>
      <p>{said}.</p>
      <ShareBar title={said} used={given} total={available} />
      <dl className="facts">
        {summary.byAmount.map(({ said: amount, people: count }) => (
          <div key={amount} className="fact">
            <dt>{amount}</dt>
            <dd>{sayCount(count, 'person')}</dd>
          </div>
        ))}
      </dl>
    </>
  )
}
