import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
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
    ['Free', free],
    ['Offered', offered],
    ['Waiting', waiting],
  ]
  const rest = [
    `People have ${held} of ${sayTickets(total)}.`,
    heldBack > 0 ? `${heldBack} ${heldBack === 1 ? 'is' : 'are'} held back.` : '',
  ]
  return (
    <>
      <dl className="figures line-figures">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p>{rest.filter(Boolean).join(' ')}</p>
    </>
  )
}

type State = {
  eventId: string
  figures: Figures
  isDue: boolean
  offersTickets: boolean
  isLastCall: boolean
  hasStarted: boolean
  isCancelled: boolean
}

/** What is happening, and what there is to do. */
export function LineState(state: State) {
  return (
    <>
      <Offering {...state} />
      {state.isDue ? (
        <p className="note">Some offers have just ended. Their tickets are being offered again.</p>
      ) : null}
    </>
  )
}

function Offering({ offersTickets, isLastCall, hasStarted, isCancelled, figures }: State) {
  if (isCancelled) return <p className="note">The event is cancelled, so nothing is offered.</p>
  if (hasStarted) return <p className="note">The event has started, so nothing is offered.</p>
  if (isLastCall)
    return (
      <p className="note">
        Last call: until the start, people who wait can take free tickets themselves.
      </p>
    )
  if (!offersTickets) return <StartOffering free={figures.free} />
  return <LeftFree {...figures} />
}

function LeftFree({ free, waiting }: Pick<Figures, 'free' | 'waiting'>) {
  if (free === 0) return null
  const are = `${sayTickets(free)} ${free === 1 ? 'is' : 'are'} free`
  if (waiting === 0) return <p className="note">{are}. Nobody is waiting.</p>
  return (
    <p className="note">
      {are}, but nobody who waits can use {free === 1 ? 'it' : 'that number'}.
    </p>
  )
}

function StartOffering({ free }: { free: number }) {
  return (
    <form method="post" className="note">
      <FormKey />
      <p>
        {free > 0 ? `${sayTickets(free)} ${free === 1 ? 'is' : 'are'} free. ` : null}
        Free tickets are not offered to anyone yet.
      </p>
      <p className="actions">
        <button type="submit" name="intent" value="offer">
          Offer what is free
        </button>
      </p>
    </form>
  )
}

/** Rarely wanted, so it is folded away. */
export function StopOffering({ offersTickets, isLastCall, hasStarted, isCancelled }: State) {
  if (!offersTickets || isLastCall || hasStarted || isCancelled) return null
  return (
    <details className="fold">
      <summary>Stop offering tickets</summary>
      <form method="post" className="form">
        <FormKey />
        <p>
          Free tickets are offered to the people who wait, in their order, as soon as there are any.
          You can stop this, and start it again later. Open offers stay.
        </p>
        <button type="submit" className="quiet" name="intent" value="stop-offering">
          Stop offering
        </button>
      </form>
    </details>
  )
}

type Confirming = { by: string; releases: boolean } | null

export function ToConfirm(props: { path: string; unconfirmed: number; confirming: Confirming }) {
  const { path, unconfirmed, confirming } = props
  if (!confirming) return null
  if (unconfirmed === 0) return <p>Everyone who has tickets has confirmed.</p>
  return (
    <div className="note">
      <p>
        {sayCount(unconfirmed, 'person')} with tickets {unconfirmed === 1 ? 'has' : 'have'} not
        confirmed. They can confirm until {confirming.by}.
        {confirming.releases ? ' After that, their tickets go to other people.' : null}
      </p>
      <p>
        <a className="row-link" href={`${path}/recipients?show=unconfirmed`}>
          See who has not confirmed
        </a>
      </p>
    </div>
  )
}
