import { FormKey } from './form-key.tsx'

type Figures = {
  total: number
  held: number
  offered: number
  heldBack: number
  free: number
  waiting: number
}

export function LineFigures({ total, held, offered, heldBack, free, waiting }: Figures) {
  const figures: [string, number][] = [
    ['Tickets in all', total],
    ['Held by people', held],
    ['Offered', offered],
    ['Held back', heldBack],
    ['Free', free],
    ['People waiting', waiting],
  ]
  return (
    <dl className="figures">
      {figures.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}

type State = {
  eventId: string
  isDue: boolean
  offersTickets: boolean
  isLastCall: boolean
  hasStarted: boolean
  isCancelled: boolean
  asOf: { n: number; when: string } | null
}

export function LineState(state: State) {
  const { eventId, isDue, asOf } = state
  return (
    <>
      <Offering {...state} />
      {isDue ? (
        <p className="note">Some offers have just ended. Their tickets are being offered again.</p>
      ) : null}
      {asOf ? (
        <p>
          As of {asOf.when}. Last line of the{' '}
          <a href={`/events/${eventId}/after.txt`}>public log</a>: {asOf.n}.
        </p>
      ) : null}
    </>
  )
}

function Offering({ offersTickets, isLastCall, hasStarted, isCancelled }: State) {
  if (isCancelled) return <p>The event is cancelled, so nothing is offered.</p>
  if (hasStarted) return <p>The event has started, so nothing is offered any more.</p>
  if (isLastCall)
    return <p>Last call: people who wait can take free tickets themselves, until the start.</p>
  return (
    <form method="post" className="form">
      <FormKey />
      <p>
        {offersTickets
          ? 'Free tickets are offered to people who wait, in their order, as soon as there are any.'
          : 'Free tickets are not offered to anyone yet.'}
      </p>
      <button
        type="submit"
        className={offersTickets ? 'quiet' : undefined}
        name="intent"
        value={offersTickets ? 'stop-offering' : 'offer'}
      >
        {offersTickets ? 'Stop offering tickets' : 'Offer what is free'}
      </button>
    </form>
  )
}
