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
  return (
    <PostForm form={form}>
      <p>
        Finalized on {said}
        {finalizedBy ? ` by ${finalizedBy}` : ''}, {withMail ? 'with' : 'without'} mail:{' '}
        {sayCount(given, 'ticket')} for {sayCount(served, 'person')}.
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
        <button type="submit" name="intent" value="undo">
          Un-finalize
        </button>
      </Actions>
    </PostForm>
  )
}
