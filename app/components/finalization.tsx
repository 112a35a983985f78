import type { SubmissionResult } from '@conform-to/react'
import type { GridFigures } from '#app/models/grid/amounts.ts'
import type { FinalizeValues, UndoValues } from '#app/models/results/finalization.ts'
import { Actions, PostForm, TextArea, Tick, useServerForm } from './form.tsx'
import { ShareBar } from './share-bar.tsx'

type Summary = GridFigures & { mails: number; byAmount: { said: string; people: number }[] }

/** Says what finalizing will do, and asks for it; or says what stands in the way. */
export function FinalizeForm(props: {
  eventId: string
  allocationVersion: number
  obstacles: string[]
  summary: Summary
  lastResult: SubmissionResult | undefined
}) {
  const { summary, obstacles } = props
  const [form, fields] = useServerForm<FinalizeValues>({
    id: 'finalize',
    lastResult: answerTo('finalize', props.lastResult),
    defaultValue: { sendMail: 'on' },
  })
  return (
    <PostForm form={form}>
      <SummaryFacts summary={summary} />
      {obstacles.length > 0 ? (
        <Obstacles eventId={props.eventId} obstacles={obstacles} />
      ) : (
        <>
          <p>
            Finalizing locks these numbers, shows everyone their result, and is noted in the audit
            trail.
          </p>
          {/* The draft of this very page, also after it came back: whoever presses again has read it. */}
          <input type="hidden" name="allocationVersion" value={props.allocationVersion} />
          <Tick
            field={fields.sendMail}
            label={`Send mail (${summary.mails} of ${summary.people} people)`}
            hint="Not sent to people whose account is deactivated, who never signed in or got a welcome email, or who were already told the same number."
          />
          <Actions>
            <a className="button quiet" href={`/events/${props.eventId}/allocation`}>
              Back to the grid
            </a>
            <button type="submit" name="intent" value="finalize">
              Finalize
            </button>
          </Actions>
        </>
      )}
    </PostForm>
  )
}

/** When the event changed under the reader, the answer was to the other form: its words stay, its values go. */
function answerTo(intent: string, result: SubmissionResult | undefined) {
  return !result || result.initialValue?.intent === intent
    ? result
    : { ...result, initialValue: undefined }
}

function SummaryFacts({ summary }: { summary: Summary }) {
  const { available, given, left, served, people } = summary
  const said = `${given} of ${available} tickets given, ${left} left; ${served} of ${people} people get some`
  return (
    <>
      <p>{said}.</p>
      <ShareBar title={said} used={given} total={available} />
      <dl className="facts">
        {summary.byAmount.map(({ said: amount, people: count }) => (
          <div key={amount} className="fact">
            <dt>{amount}</dt>
            <dd>
              {count} {count === 1 ? 'person' : 'people'}
            </dd>
          </div>
        ))}
      </dl>
    </>
  )
}

function Obstacles({ eventId, obstacles }: { eventId: string; obstacles: string[] }) {
  return (
    <div className="note">
      <p>It cannot be finalized yet:</p>
      <ul>
        {obstacles.map(obstacle => (
          <li key={obstacle}>{obstacle}</li>
        ))}
      </ul>
      <p>
        <a href={`/events/${eventId}/allocation?only=undecided`}>To the grid</a>
      </p>
    </div>
  )
}

type InForce = {
  finalizationId: string
  said: string
  finalizedBy: string | null
  withMail: boolean
  given: number
  served: number
}

/** Taking results back: says what that means, and asks for the reason. */
export function UndoForm(props: {
  eventId: string
  finalization: InForce
  lastResult: SubmissionResult | undefined
}) {
  const { finalizationId, said, finalizedBy, withMail, given, served } = props.finalization
  const [form, fields] = useServerForm<UndoValues>({
    id: 'undo',
    lastResult: answerTo('undo', props.lastResult),
  })
  return (
    <PostForm form={form}>
      <p>
        Finalized on {said}
        {finalizedBy ? ` by ${finalizedBy}` : ''}, {withMail ? 'with' : 'without'} mail: {given}{' '}
        tickets for {served} people.
      </p>
      <p>
        Un-finalizing hides all results until the event is finalized again. Requests stay frozen,
        and nobody is mailed now; the next finalization mails those whose number is another one
        then.
      </p>
      <input type="hidden" name="finalizationId" value={finalizationId} />
      <TextArea field={fields.reason} label="Reason" hint="Kept in the audit trail." rows={3} />
      <Actions>
        <a className="button quiet" href={`/events/${props.eventId}/allocation`}>
          Leave it as it is
        </a>
        <button type="submit" className="danger" name="intent" value="undo">
          Un-finalize
        </button>
      </Actions>
    </PostForm>
  )
}
