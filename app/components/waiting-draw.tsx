import type { SubmissionResult } from '@conform-to/react'
import type { SaidWaitingDraw } from '#app/models/draw/locking/say-waiting.ts'
import { CheckDraw } from './check-draw.tsx'
import { CheckingFacts } from './draw-checking.tsx'
import { Facts } from './event-facts.tsx'
import { NumbersForm, PastedForm } from './value-form.tsx'

type Props = {
  draw: SaidWaitingDraw
  eventId: string
  /** Undefined for a visitor, who has no forms. */
  reader: { isManager: boolean } | undefined
  lastResult: SubmissionResult | undefined
}

/** A draw whose terms are locked: when it takes place, by which terms, and what is still missing. */
export function DrawToCome(props: Props) {
  const { draw, eventId } = props
  return (
    <>
      <section className="card" aria-labelledby="when">
        <h2 id="when">{draw.heading}</h2>
        {draw.says.map(each => (
          <p key={each}>{each}</p>
        ))}
        <Next {...props} />
      </section>
      {draw.note ? <p className="note">{draw.note}</p> : null}
      <h2>The terms</h2>
      <Facts rows={[...draw.terms, ['Reserved', <PinList key="pins" draw={draw} />]]} />
      <CheckDraw>
        <p>
          All of this is in{' '}
          <a href={`/events/${eventId}/draws/${draw.number}.json`}>the document</a>. With it and the
          public value, anyone can make the draw without us, so nobody can hide the result.
        </p>
        <CheckingFacts checking={draw.checking} />
      </CheckDraw>
    </>
  )
}

function Next({ draw, eventId, reader, lastResult }: Props) {
  const log = `/events/${eventId}/draws`
  if (draw.state === 'cancelled')
    return (
      <p>
        Draw {draw.number + 1} took its place, with a new secret. See <a href={log}>all draws</a>.
      </p>
    )
  if (draw.state === 'being made')
    return (
      <p>
        <a className="button quiet" href={`${log}/${draw.number}`}>
          Look again
        </a>
      </p>
    )
  return (
    <>
      <ValueEntry draw={draw} reader={reader} lastResult={lastResult} />
      {reader?.isManager && draw.state === 'waiting' ? (
        <p>
          <a href={`/events/${eventId}/terms`}>Cancel the locking</a>
        </p>
      ) : null}
    </>
  )
}

function ValueEntry({ draw, reader, lastResult }: Omit<Props, 'eventId'>) {
  const { numbers, roundAddress, state } = draw
  if (numbers !== null)
    return reader?.isManager && state === 'needs value' ? (
      <NumbersForm text={numbers} lastResult={lastResult} />
    ) : null
  const pasting = (
    <>
      <p>
        Anyone can read the number: <a href={roundAddress ?? ''}>{roundAddress}</a>
      </p>
      {reader ? <PastedForm lastResult={lastResult} /> : null}
    </>
  )
  if (state === 'needs value' || lastResult) return pasting
  return (
    <details className="rows">
      <summary>If the draw is not made then</summary>
      {pasting}
    </details>
  )
}

function PinList({ draw: { pins, morePins } }: { draw: SaidWaitingDraw }) {
  if (pins.length === 0) return 'none'
  return (
    <>
      {pins.map(({ code, amount, reason }) => (
        <div key={code}>
          <code>{code}</code>: {amount === 0 ? 'none' : amount}. {reason}
        </div>
      ))}
      {morePins > 0 ? `and ${morePins} more` : null}
    </>
  )
}
