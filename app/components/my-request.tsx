import type { EventState } from '#app/models/events/event.ts'
import { MyOfferCard, type MyWaysAfter, WaysAfter } from './after-decision.tsx'

type Props = {
  event: {
    id: string
    state: EventState
    isManaged: boolean
    hasAsked: boolean
    asking: string | null
    standing: string
    next: string
    /** Null while undecided. */
    got: number | null
    after: MyWaysAfter | null
  }
}

/** Where a person is with an event, and what happens next. */
export function MyRequest({ event }: Props) {
  const { state, hasAsked, after } = event
  const takesPart = hasAsked || after?.takesPart === true
  if (state === 'draft' || (state === 'cancelled' && !takesPart)) return null
  if (event.isManaged && state !== 'open' && !takesPart) return null
  return (
    <>
      {after ? <MyOfferCard eventId={event.id} after={after} /> : null}
      <Card event={event} />
    </>
  )
}

function Card({ event }: Props) {
  const { state, standing, next, asking, got, after } = event
  const isDecided = got !== null && state === 'finalized'
  return (
    <section className="card">
      <h2>{isDecided ? 'Your result' : 'Your request'}</h2>
      {state === 'cancelled' ? null : (
        <p className={isDecided ? 'result' : 'standing'}>{standing}</p>
      )}
      {after?.how ? <p>{after.how}</p> : null}
      <p>{next}</p>
      {after?.now ? <p>{after.now}</p> : null}
      {asking && (isDecided || state === 'cancelled') ? <p>You asked for {asking}.</p> : null}
      <Ways event={event} why={isDecided ? sayWhyLink(Math.max(after?.decided ?? 0, got)) : null} />
    </section>
  )
}

function Ways({ event: { id, state, hasAsked, after }, why }: Props & { why: string | null }) {
  const path = `/events/${id}`
  if (state !== 'open' && !hasAsked && !after?.list) return null
  return (
    <p className="actions">
      {after ? <WaysAfter eventId={id} after={after} /> : null}
      {why && hasAsked ? (
        <a className="button quiet" href={`${path}/why`}>
          {why}
        </a>
      ) : null}
      {state === 'open' ? (
        <a className="button" href={`${path}/request`}>
          {hasAsked ? 'See or change my request' : 'Ask for tickets'}
        </a>
      ) : hasAsked ? (
        <a href={`${path}/request`}>See my request</a>
      ) : null}
    </p>
  )
}

export function sayWhyLink(got: number): string {
  return got === 0 ? 'Why did I get no ticket?' : 'Why did I get this?'
}
