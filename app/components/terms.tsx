import type { SubmissionResult } from '@conform-to/react'
import type { SaidFact } from '#app/models/draw/public/say-promise.ts'
import { Actions, PostForm, useServerForm } from './form.tsx'
import { SaidFacts } from './how-decided.tsx'
import { PublicReason } from './public-reason.tsx'

type Pin = { name: string; amount: number; reason: string }
type FixedProps = {
  eventId: string
  facts: SaidFact[]
  hashes: SaidFact[]
  pins: Pin[]
  morePins: number
}

/** Everything that a locking fixes. */
export function FixedTerms({ eventId, facts, hashes, pins, morePins }: FixedProps) {
  return (
    <section className="card">
      <h2>Before you draw</h2>
      <SaidFacts facts={facts} />
      <FixedPins pins={pins} morePins={morePins} />
      <p className="actions">
        <a href={`/events/${eventId}/comparison`}>Choose the rule</a>
        <a href={`/events/${eventId}/pins`}>Reserved tickets</a>
      </p>
      {hashes.length > 0 ? (
        <details className="rows">
          <summary>How this can be checked</summary>
          <p>
            The commitment was published when requests opened, and the hash when the roll was
            frozen. Locking publishes the secret, the terms and their hash. With them anyone can
            make the draw as soon as the public value is there.
          </p>
          <SaidFacts facts={hashes} />
        </details>
      ) : null}
    </section>
  )
}

function FixedPins({ pins, morePins }: { pins: Pin[]; morePins: number }) {
  if (pins.length === 0) return null
  return (
    <>
      <h3>Reserved tickets, with the reasons</h3>
      <ul>
        {pins.map(({ name, amount, reason }) => (
          <li key={`${name}${reason}`}>
            {name}: {amount === 0 ? 'none' : amount}. {reason}
          </li>
        ))}
        {morePins > 0 ? <li>and {morePins} more</li> : null}
      </ul>
    </>
  )
}

type UnlockProps = { draw: number; lastResult: SubmissionResult | undefined }

/** In public, with a reason, and it costs the number of the draw. */
export function UnlockForm({ draw, lastResult }: UnlockProps) {
  const [form, fields] = useServerForm<{ reason: string }>({ id: 'unlock', lastResult })
  return (
    <PostForm form={form}>
      <h2>Cancel the locking</h2>
      <p>
        You can cancel until the time of the draw. The next draw is then draw {draw + 1}, with a new
        secret and commitment. Draw {draw} stays in the public log and is never made.
      </p>
      <input type="hidden" name="draw" value={draw} />
      <PublicReason field={fields.reason} label="Why are you cancelling it?" />
      <Actions>
        <button type="submit" className="danger" name="intent" value="unlock">
          Cancel the locking
        </button>
      </Actions>
    </PostForm>
  )
}
