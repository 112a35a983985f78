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
  /** What people are asked to confirm, and until when. */
  confirming: string | null
  /** Why no email is sent; null where some are. */
  noMail: string | null
  /** What becomes of tickets that are left over. */
  afterwards: string
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

function FinalizeFields(props: FieldsProps) {
  const { eventId, allocationVersion, summary, noMail, afterwards, confirming, sendMail } = props
  return (
    <>
      <p>When you finalize, everyone sees their result, and the numbers are locked.</p>
      <p>{afterwards}</p>
      {confirming ? <p>{confirming}</p> : null}
      {/* The version on this page, also when the form comes back: a second press accepts what it shows. */}
      <input type="hidden" name="allocationVersion" value={allocationVersion} />
      {noMail ? (
        <>
          <p>{noMail}</p>
          {/* What would have been sent is still written, for an admin to read. */}
          <input type="hidden" name="sendMail" value="on" />
        </>
      ) : (
        <Tick
          field={sendMail}
          label={`Email people their result (${summary.mails} of ${sayCount(summary.people, 'person')})`}
          hint="You can’t email people whose account is deactivated or not used yet. People who already know this number get no email."
        />
      )}
      <Actions>
        <a className="button quiet" href={`/events/${eventId}/allocation`}>
          Back to the list
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
      <p>You can’t finalize now:</p>
      <ul>
        {obstacles.map(obstacle => (
          <li key={obstacle}>{obstacle}</li>
        ))}
      </ul>
      <p>
        <a href={`/events/${eventId}/allocation?only=undecided`}>Back to the list</a>
      </p>
    </div>
  )
}
