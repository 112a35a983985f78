import type { ReactNode } from 'react'
import type { SaidFact } from '#app/models/draw/public/say-promise.ts'
import { CheckDraw } from './check-draw.tsx'
import { Facts } from './event-facts.tsx'
import { SaidFacts } from './how-decided.tsx'
import { LinkedText } from './linked-text.tsx'
import { sayWhyLink } from './my-request.tsx'

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
  /** What happens next, with a date. */
  next: string
  /** Null while undecided. */
  got: number | null
  closes: string
  isOpen: boolean
  /** How the draw will list this person, once that is known. */
  entry: SaidFact[] | null
  countsLosses: boolean
}

export function Receipt({ eventId, entry, ...props }: Props) {
  const chances = (entry ?? []).filter(fact => !fact.isProof)
  return (
    <section className="card" aria-labelledby="receipt">
      <h2 id="receipt">Receipt</h2>
      <p className={props.got === null ? 'standing' : 'result'}>{props.standing}</p>
      <p>{props.next}</p>
      <Ways eventId={eventId} got={props.got} isOpen={props.isOpen} />
      <div className="keep-lines">
        <Facts rows={requestRows(props)} />
        {chances.length > 0 ? <SaidFacts facts={chances} /> : null}
      </div>
      {props.countsLosses ? (
        <p>
          <a href="/account/fairness">How your losses are counted</a>
        </p>
      ) : null}
      {entry ? <EntryInDraw eventId={eventId} entry={entry} /> : null}
    </section>
  )
}

function requestRows({
  request,
  closes,
  isOpen,
}: Pick<Props, 'request' | 'closes' | 'isOpen'>): [string, ReactNode][] {
  return [
    ['You asked for', request.asked],
    ['Your note', request.note && <LinkedText key="note" text={request.note} />],
    ['Received', request.made],
    ['Last changed', request.changed],
    ['Entered by', request.enteredBy],
    [isOpen ? 'Requests close' : 'Requests closed', closes],
  ]
}

function Ways({ eventId, got, isOpen }: Pick<Props, 'eventId' | 'got' | 'isOpen'>) {
  if (isOpen)
    return (
      <p>
        <a href={`/events/${eventId}/request/withdrawal`}>Withdraw my request</a>
      </p>
    )
  return got === null ? null : (
    <p>
      <a className="button quiet" href={`/events/${eventId}/why`}>
        {sayWhyLink(got)}
      </a>
    </p>
  )
}

function EntryInDraw({ eventId, entry }: { eventId: string; entry: SaidFact[] }) {
  return (
    <CheckDraw>
      <p>
        The draw lists you by a code and never by name. Other members are not told your code. The
        organizer and the people who run this site can find it out.
      </p>
      <SaidFacts facts={entry.filter(fact => fact.isProof)} />
      <p>
        <a href={`/events/${eventId}/draws`}>What is public about the draw</a>
      </p>
    </CheckDraw>
  )
}
