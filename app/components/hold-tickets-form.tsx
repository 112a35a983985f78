import type { HoldForm } from '#app/models/draw/fairness/left-behind.ts'
import { sayCount } from '#app/values/count.ts'
import { Actions, type Choice, Choices, PostForm, Select, type useServerForm } from './form.tsx'

type Form = ReturnType<typeof useServerForm<HoldForm>>

type Props = {
  page: {
    event: { id: string }
    people: { requestId: string; name: string; losses: number; need: string }[]
    more: number
    targets: Choice[]
  }
  form: Form[0]
  fields: Form[1]
}

export function HoldTicketsForm({ page: { event, people, more, targets }, form, fields }: Props) {
  return (
    <PostForm form={form}>
      <Choices
        field={fields.people}
        type="checkbox"
        label="Hold tickets for"
        hint={more > 0 ? `Showing the first ${people.length}. There are ${more} more.` : undefined}
        choices={people.map(({ requestId, name, losses, need }) => ({
          value: requestId,
          label: name,
          hint: `${sayCount(losses, 'loss in a row')} now, ${need}`,
        }))}
      />
      {targets.length === 0 ? (
        <NoTarget />
      ) : (
        <TargetFields eventId={event.id} targets={targets} field={fields.targetId} />
      )}
    </PostForm>
  )
}

function NoTarget() {
  return <p className="note">You have no upcoming event with open requests. Create one first.</p>
}

type TargetProps = { eventId: string; targets: Choice[]; field: Form[1]['targetId'] }

function TargetFields({ eventId, targets, field }: TargetProps) {
  return (
    <>
      <Select
        field={field}
        label="For which event?"
        hint="If someone has already asked there, we reserve the smallest number they asked for. For everyone else, we hold tickets back."
        choices={targets}
      />
      <Actions>
        <a className="button quiet" href={`/events/${eventId}/allocation`}>
          Cancel
        </a>
        <button type="submit">Hold tickets for them</button>
      </Actions>
    </>
  )
}
