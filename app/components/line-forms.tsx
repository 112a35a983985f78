import type { ChangeValues, HoldValues } from '#app/models/after/line/input.ts'
import { Actions, type Choice, Choices, Field, PostForm, Select, useServerForm } from './form.tsx'
import type { LineAnswer } from './line-answers.ts'

export type LinePerson = { code: string; name: string; holding: number }
type Props = { people: LinePerson[]; lastResult: LineAnswer }

const KINDS: Choice[] = [
  { value: 'give', label: 'Give them free tickets' },
  {
    value: 'lower',
    label: 'Take tickets away',
    hint: 'If they have none left, they are not offered any more tickets.',
  },
  {
    value: 'recall',
    label: 'Give tickets back for them',
    hint: 'When they asked you to. Their record stays as it is.',
  },
  {
    value: 'skip',
    label: 'Skip them on the waiting list',
    hint: 'They get no offers until someone puts them back.',
  },
  { value: 'put-back', label: 'Put them back on the waiting list' },
]

export function peopleOf(people: LinePerson[]): Choice[] {
  const listed = people.map(({ code, name, holding }) => ({
    value: code,
    label: `${name} (has ${holding})`,
  }))
  return [{ value: '', label: 'Choose a person' }, ...listed]
}

type ChangeProps = Props & { chosen: string; cancel: string }

export function ChangeForm({ people, chosen, cancel, lastResult }: ChangeProps) {
  const [form, fields] = useServerForm<ChangeValues>({
    id: 'change',
    lastResult,
    defaultValue: { code: chosen },
  })
  return (
    <PostForm form={form}>
      <Select field={fields.code} label="Person" choices={peopleOf(people)} />
      <Choices field={fields.kind} label="What to do" type="radio" choices={KINDS} />
      <Field
        field={fields.tickets}
        label="How many tickets"
        hint="Leave this empty to skip them or put them back."
        inputMode="numeric"
      />
      <Field
        field={fields.reason}
        label="Reason"
        hint="They get it by email. The public log counts the change, without the reason."
        maxLength={300}
      />
      <Actions>
        <button type="submit" name="intent" value="change">
          Save and tell them
        </button>
        <a className="button quiet" href={cancel}>
          Cancel
        </a>
      </Actions>
    </PostForm>
  )
}

type HoldProps = { heldBack: number; free: number; cancel: string; lastResult: LineAnswer }

export function HoldingForm({ heldBack, free, cancel, lastResult }: HoldProps) {
  const [form, fields] = useServerForm<HoldValues>({
    id: 'hold',
    lastResult,
    defaultValue: { heldBack: String(heldBack) },
  })
  return (
    <PostForm form={form}>
      <Field
        field={fields.heldBack}
        label="Tickets to hold back"
        hint={`Held back now: ${heldBack}. Free now: ${free}. If you hold back fewer, the people who wait are offered the rest.`}
        inputMode="numeric"
      />
      <Field
        field={fields.heldBackReason}
        label="Reason"
        hint="Everyone can read it. Don’t include names."
        maxLength={200}
      />
      <Actions>
        <button type="submit" name="intent" value="hold">
          Save
        </button>
        <a className="button quiet" href={cancel}>
          Cancel
        </a>
      </Actions>
    </PostForm>
  )
}
