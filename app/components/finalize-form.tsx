import type { SubmissionResult } from '@conform-to/react'
import type { FinalizeValues } from '#app/models/results/finalization.ts'
import { sayCount } from '#app/values/count.ts'
import { answerTo } from './finalization-answer.ts'
import { type Summary, SummaryFacts } from './finalization-summary.tsx'
import { Actions, PostForm, Tick, useServerForm } from './form.tsx'

type Props = {
  eventId: string
  allocationVersion: number
  obstacles: string[]
  summary: Summary
  lastResult: SubmissionResult | undefined
}

export function FinalizeForm(props: Props) {
  const [form, fields] = useServerForm<FinalizeValues>({
    id: 'finalize',
    lastResult: answerTo('finalize', props.lastResult),
    defaultValue: { sendMail: 'on' },
  })
  return (
    <PostForm form={form}>
      <SummaryFacts summary={props.summary} />
      {props.obstacles.length > 0 ? (
        <Obstacles eventId={props.eventId} obstacles={props.obstacles} />
      ) : (
        <FinalizeFields {...props} sendMail={fields.sendMail} />
      )}
    </PostForm>
  )
}

type FieldsProps = Omit<Props, 'lastResult' | 'obstacles'> & {
  sendMail: Parameters<typeof Tick>[0]['field']
}

function FinalizeFields({ eventId, allocationVersion, summary, sendMail }: FieldsProps) {
  return (
    <>
      <p>
        Finalizing locks these numbers, shows everyone their result, and is noted in the audit
        trail.
      </p>
      {/* The version on this page, also when the form comes back: a second press accepts what it shows. */}
      <input type="hidden" name="allocationVersion" value={allocationVersion} />
      <Tick
        field={sendMail}
        label={`Send mail (${summary.mails} of ${sayCount(summary.people, 'person')})`}
        hint="Not sent to people whose account is deactivated, who never signed in or got a welcome email, or who were already told the same number."
      />
      <Actions>
        <a className="button quiet" href={`/events/${eventId}/allocation`}>
          Back to the grid
        </a>
        <button type="submit" name="intent" value="finalize">
          Finalize
        </button>
      </Actions>
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
