import type { EventState } from '#app/models/events/event.ts'

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
  }
}

/** Where a person is with an event, and what happens next. */
export function MyRequest({ event }: Props) {
  const { state, hasAsked, standing, next, asking, got } = event
  if (state === 'draft' || (state === 'cancelled' && !hasAsked)) return null
  if (event.isManaged && state !== 'open' && !hasAsked) return null
  const isDecided = got !== null && state === 'finalized'
  return (
    <section className="card">
      <h2>{isDecided ? 'Your result' : 'Your request'}</h2>
      {state === 'cancelled' ? null : (
        <p className={isDecided ? 'result' : 'standing'}>{standing}</p>
      )}
      <p>{next}</p>
      {asking && (isDecided || state === 'cancelled') ? <p>You asked for {asking}.</p> : null}
      <Ways event={event} why={isDecided ? sayWhyLink(got) : null} />
    </section>
  )
}

function Ways({ event: { id, state, hasAsked }, why }: Props & { why: string | null }) {
  const path = `/events/${id}`
  if (state !== 'open' && !hasAsked) return null
  return (
    <p className="actions">
      {why ? (
        <a className="button quiet" href={`${path}/why`}>
          {why}
        </a>
      ) : null}
      {state === 'open' ? (
        <a className="button" href={`${path}/request`}>
          {hasAsked ? 'See or change my request' : 'Ask for tickets'}
        </a>
      ) : (
        <a href={`${path}/request`}>See my request</a>
      )}
    </p>
  )
}

export function sayWhyLink(got: number): string {
  return got === 0 ? 'Why did I get no ticket?' : 'Why did I get this?'
}
