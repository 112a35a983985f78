import type { ChangeValues, HoldValues, MoveValues } from '#app/models/after/line/input.ts'
import { Actions, type Choice, Choices, Field, PostForm, Select, useServerForm } from './form.tsx'
import { type LineAnswer, lineAnswerTo } from './line-answers.ts'

type Person = { code: string; name: string; holding: number }
type Props = { choices: Person[]; isMore: boolean; lastResult: LineAnswer }

const KINDS: Choice[] = [
  { value: 'give', label: 'Give tickets that are free' },
  {
    value: 'lower',
    label: 'Take tickets away',
    hint: 'If they have none left, they are not offered any more tickets.',
  },
  {
    value: 'recall',
    label: 'Give tickets back for them',
    hint: 'When they asked you to. It takes nothing from their record.',
  },
  { value: 'skip', label: 'Skip them on the waiting list' },
  { value: 'put-back', label: 'Put them back on the waiting list' },
]

function peopleOf(people: Person[], empty: string): Choice[] {
  const listed = people.map(({ code, name, holding }) => ({
    value: code,
    label: `${name} (holds ${holding})`,
  }))
  return [{ value: '', label: empty }, ...listed]
}

const searchHint = (isMore: boolean) =>
  isMore ? 'The list is long. Search for a name above to find others.' : undefined

export function ChangeForm({ choices, isMore, chosen, lastResult }: Props & { chosen: string }) {
  const [form, fields] = useServerForm<ChangeValues>({
    id: 'change',
    lastResult: lineAnswerTo('change', lastResult),
    defaultValue: { code: chosen },
  })
  return (
    <section>
      <h2>Change something for one person</h2>
      <PostForm form={form}>
        <Select
          field={fields.code}
          label="Person"
          hint={searchHint(isMore)}
          choices={peopleOf(choices, 'Choose a person')}
        />
        <Choices field={fields.kind} label="What to do" type="radio" choices={KINDS} />
        <Field
          field={fields.tickets}
          label="How many tickets"
          hint="For giving and taking."
          inputMode="numeric"
        />
        <Field
          field={fields.reason}
          label="Reason"
          hint="They get it by email. Everyone can see how many changes there were."
          maxLength={300}
        />
        <Actions>
          <button type="submit" name="intent" value="change">
            Save and tell them
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}

export function MoveForm({ choices, lastResult }: Props) {
  const [form, fields] = useServerForm<MoveValues>({
    id: 'move',
    lastResult: lineAnswerTo('move', lastResult),
  })
  return (
    <section>
      <h2>Put a mistake right</h2>
      <p>
        This moves tickets from one person to another at once, so that they are not offered to
        anyone else in between. Both get their reason by email.
      </p>
      <PostForm form={form}>
        <Select
          field={fields.from}
          label="Take from"
          choices={peopleOf(
            choices.filter(({ holding }) => holding > 0),
            'Choose a person',
          )}
        />
        <Field field={fields.fromReason} label="Reason for them" maxLength={300} />
        <Select field={fields.to} label="Give to" choices={peopleOf(choices, 'Choose a person')} />
        <Field field={fields.toReason} label="Reason for them" maxLength={300} />
        <Field field={fields.moved} label="How many tickets" inputMode="numeric" />
        <Actions>
          <button type="submit" name="intent" value="move">
            Move tickets
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}

type HoldProps = Props & { figures: { heldBack: number; free: number } }

export function HoldingForm({ figures, choices, lastResult }: HoldProps) {
  const [form, fields] = useServerForm<HoldValues>({
    id: 'hold',
    lastResult: lineAnswerTo('hold', lastResult),
    defaultValue: { heldBack: String(figures.heldBack) },
  })
  return (
    <section>
      <h2>Hold back tickets</h2>
      <PostForm form={form}>
        <Field
          field={fields.heldBack}
          label="Tickets to hold back"
          hint={`Held back now: ${figures.heldBack}. Free now: ${figures.free}.`}
          inputMode="numeric"
        />
        <Select
          field={fields.receiver}
          label="If you hold back fewer, give the rest to"
          choices={peopleOf(choices, 'People who wait')}
        />
        <Field
          field={fields.heldBackReason}
          label="Reason for holding back"
          hint="Everyone can read it. Don’t include names."
          maxLength={200}
        />
        <Actions>
          <button type="submit" name="intent" value="hold">
            Save what is held back
          </button>
        </Actions>
      </PostForm>
    </section>
  )
}
