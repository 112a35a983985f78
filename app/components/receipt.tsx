import type { ReactNode } from 'react'
import type { SaidFact } from '#app/models/draw/public/say-promise.ts'
import { Facts } from './event-facts.tsx'
import { showFact } from './how-decided.tsx'

type Props = {
  eventId: string
  request: {
    asked: string
    note: string
    made: string
    changed: string | null
    enteredBy: string | null
  }
  standing: string
  closes: string
  isOpen: boolean
  /** How the draw will list this person, once that is known. */
  entry: SaidFact[] | null
  countsLosses: boolean
}

export function Receipt({ eventId, entry, ...props }: Props) {
  return (
    <section className="card" aria-labelledby="receipt">
      <h2 id="receipt">Receipt</h2>
      <p className="standing">{props.standing}</p>
      <div className="keep-lines">
        <Facts rows={[...requestRows(props), ...entryRows(entry)]} />
      </div>
      {entry ? <DrawHint eventId={eventId} countsLosses={props.countsLosses} /> : null}
      {props.isOpen ? (
        <p>
          <a href={`/events/${eventId}/request/withdrawal`}>Withdraw my request</a>
        </p>
      ) : null}
    </section>
  )
}

type Rows = [string, ReactNode][]

function requestRows({
  request,
  closes,
  isOpen,
}: Pick<Props, 'request' | 'closes' | 'isOpen'>): Rows {
  return [
    ['Asked for', request.asked],
    ['Your note', request.note],
    ['Received', request.made],
    ['Last changed', request.changed],
    ['Entered by', request.enteredBy],
    [isOpen ? 'Requests close' : 'Requests closed', closes],
  ]
}

function entryRows(entry: Props['entry']): Rows {
  return (entry ?? []).map(fact => [fact.name, showFact(fact)])
}

function DrawHint({ eventId, countsLosses }: Pick<Props, 'eventId' | 'countsLosses'>) {
  return (
    <p className="hint">
      The draw lists you by this code and never by name. Other members are not told it. The
      organizer and the operator of this site can find it out.{' '}
      <a href={`/events/${eventId}/draws`}>What is public about the draw</a>
      {countsLosses ? (
        <>
          {' · '}
          <a href="/account/fairness">How your losses are counted</a>
        </>
      ) : null}
    </p>
  )
}
