import type { readPublicLog } from '#app/models/draw/public/log.server.ts'
import { EmptyState } from './page.tsx'

type Log = Awaited<ReturnType<typeof readPublicLog>>
type At = { at: (instant: number) => string }

type DrawnProps = At & { eventId: string; byHand: string; log: Pick<Log, 'counts' | 'draws'> }

export function Drawn({ eventId, byHand, log, at }: DrawnProps) {
  return (
    <>
      <h2>Result</h2>
      {byHand ? <p className="note">{byHand}</p> : null}
      {log.counts.draws === 0 ? (
        <EmptyState title={byHand ? 'There was no draw' : 'No draw yet'} />
      ) : (
        <ul className="cards">
          {log.draws.map(draw => (
            <DrawCard key={draw.number} eventId={eventId} draw={draw} at={at} />
          ))}
        </ul>
      )}
    </>
  )
}

function DrawCard({ eventId, draw, at }: At & { eventId: string; draw: Log['draws'][number] }) {
  const path = `/events/${eventId}/draws/${draw.number}`
  return (
    <li className="card">
      <h3>
        <a href={path}>Draw {draw.number}</a>
      </h3>
      <p>
        {at(draw.drawnAt)}
        {draw.drawnByName ? `, by ${draw.drawnByName}` : null}. {draw.setByHand} of {draw.entries}{' '}
        set by hand.
      </p>
      <p>
        <a href={`${path}.json`}>Download the document</a>
      </p>
    </li>
  )
}
