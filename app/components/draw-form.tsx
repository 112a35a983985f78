import type { SubmissionResult } from '@conform-to/react'
import type { SaidFact } from '#app/models/draw/public/say-promise.ts'
import { Actions, Field, PostForm, useServerForm } from './form.tsx'
import { SaidFacts } from './how-decided.tsx'

export function DrawSteps({ eventId, facts }: { eventId: string; facts: SaidFact[] }) {
  return (
    <section className="card">
      <h2>What the draw rests on</h2>
      <SaidFacts facts={facts} />
      <p className="actions">
        <a href={`/events/${eventId}/comparison`}>Compare and choose the rule</a>
        <a href={`/events/${eventId}/pins`}>Pins and held-back tickets</a>
      </p>
    </section>
  )
}

/** A first step, so that the value is read again before it counts. It is public, so the address may hold it. */
export function PublicValueForm(props: { source: string | null; problem: string | undefined }) {
  const id = 'draw-publicValue'
  const { source, problem } = props
  return (
    <form method="get" className="form">
      <div className={problem ? 'field field-wrong' : 'field'}>
        <label htmlFor={id}>Public value</label>
        <p className="hint" id={`${id}-hint`}>
          As “{source}” published it. Everybody can look it up, so enter it letter by letter.
        </p>
        {problem ? (
          <p className="field-error" id={`${id}-error`}>
            <span className="visually-hidden">Error: </span>
            {problem}
          </p>
        ) : null}
        <input
          id={id}
          name="publicValue"
          required
          maxLength={500}
          autoComplete="off"
          aria-invalid={problem ? true : undefined}
          aria-describedby={problem ? `${id}-hint ${id}-error` : `${id}-hint`}
        />
      </div>
      <Actions>
        <button type="submit">Go on</button>
      </Actions>
    </form>
  )
}

type Props = {
  event: { id: string }
  draw: number
  source: string | null
  publicValue: string | null
  lastResult: SubmissionResult | undefined
}

/** Sends the number of the draw, so that a second press draws nothing. */
export function DrawForm({ event, draw, source, publicValue, lastResult }: Props) {
  const [form, fields] = useServerForm<{ draw: string; publicValue: string }>({
    id: 'draw',
    lastResult,
    defaultValue: { publicValue: publicValue ?? '' },
  })
  const isField = source !== null || fields.publicValue.errors !== undefined
  return (
    <PostForm form={form}>
      <input type="hidden" name="draw" value={draw} />
      {isField ? (
        <Field
          field={fields.publicValue}
          label="Public value"
          hint={source ? `From “${source}”. Read it once more: it decides the order.` : undefined}
          maxLength={500}
          autoComplete="off"
        />
      ) : null}
      <p>
        The draft of the grid is replaced by the result. Nobody is told their number by mail before
        you finalize, but the draw itself is public at once.
      </p>
      <Actions>
        <a className="button quiet" href={`/events/${event.id}/draws`}>
          Not yet
        </a>
        <button type="submit" className="danger" name="intent" value="draw">
          Make draw {draw} now
        </button>
      </Actions>
    </PostForm>
  )
}
