import type { SubmissionResult } from '@conform-to/react'
import type { UndoValues } from '#app/models/results/finalization.ts'
import { sayCount } from '#app/values/count.ts'
import { answerTo } from './finalization-answer.ts'
import { Actions, PostForm, TextArea, useServerForm } from './form.tsx'

type InForce = {
  finalizationId: string
  said: string
  finalizedBy: string | null
  withMail: boolean
  /** Tickets moved since, or people count on them. */
  hasMoved: boolean
  given: number
  served: number
}

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
  const facts = (
    <p>
      Finalized on {said}
      {finalizedBy ? ` by ${finalizedBy}` : ''}, {withMail ? 'with' : 'without'} email:{' '}
      {sayCount(given, 'ticket')} for {sayCount(served, 'person')}.
    </p>
  )
  if (props.finalization.hasMoved)
    return (
      <>
        {facts}
        <p className="note">
          Some tickets have changed since, or people have confirmed, so the results can’t be
          reopened. You can still{' '}
          <a href={`/events/${props.eventId}/line`}>change numbers, with a reason each</a>.
        </p>
      </>
    )
  return (
    <PostForm form={form}>
      {facts}
      <p>
        Reopening hides all results until you finalize again. Requests stay closed. Nobody gets an
        email now. When you finalize again, only those whose number has changed get one.
      </p>
      <input type="hidden" name="finalizationId" value={finalizationId} />
      <TextArea
        field={fields.reason}
        label="Reason"
        hint="It is kept in the audit trail."
        rows={3}
      />
      <Actions>
        <a className="button quiet" href={`/events/${props.eventId}/allocation`}>
          Cancel
        </a>
        <button type="submit" name="intent" value="undo">
          Reopen results
        </button>
      </Actions>
    </PostForm>
  )
}
