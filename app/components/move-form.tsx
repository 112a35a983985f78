import { Actions, type Choice, Field, PostForm, Select, useServerForm } from './form.tsx'
import type { LineAnswer } from './line-answers.ts'
import { type LinePerson, peopleOf } from './line-forms.tsx'

type Props = {
  people: LinePerson[]
  rows: number
  mostRows: number
  heldBack: number
  cancel: string
  lastResult: LineAnswer
}

type Fields = Record<string, Parameters<typeof Field>[0]['field']>

/** Rows that stay empty are ignored. Enter presses the first button, which only adds rows. */
export function MoveForm({ people, rows, mostRows, heldBack, cancel, lastResult }: Props) {
  const [form, all] = useServerForm<Record<string, string>>({ id: 'move', lastResult })
  const fields = all as unknown as Fields
  const indexes = Array.from({ length: rows }, (_, index) => index)
  const holders = peopleOf(people.filter(({ holding }) => holding > 0))
  const receivers = peopleOf(people)
  return (
    <PostForm form={form} className="form moving">
      <input type="hidden" name="rows" value={rows} />
      <section>
        <h2>Take from</h2>
        {indexes.map(index => (
          <FromRow key={index} {...{ index, fields }} choices={holders} />
        ))}
      </section>
      <AddedRow fields={fields} heldBack={heldBack} />
      <section>
        <h2>Give to</h2>
        {indexes.map(index => (
          <ToRow key={index} {...{ index, fields }} choices={receivers} />
        ))}
      </section>
      <Actions>
        {rows < mostRows ? (
          <button type="submit" className="quiet" name="intent" value="more-rows">
            Add rows
          </button>
        ) : null}
        <button type="submit" name="intent" value="move">
          Save and tell them
        </button>
        <a className="button quiet" href={cancel}>
          Cancel
        </a>
      </Actions>
    </PostForm>
  )
}

type RowProps = { index: number; fields: Fields; choices: Choice[] }

/** A field of the row, named as the action reads it. */
const named = (fields: Fields, name: string) => fields[name] as Fields[string]

const HOW: Choice[] = [
  { value: 'lower', label: 'I take them away' },
  { value: 'recall', label: 'They give them back' },
]

function FromRow({ index, fields, choices }: RowProps) {
  const of = (name: string) => named(fields, `${name}-${index}`)
  return (
    <fieldset className="move-row">
      <legend>Person {index + 1}</legend>
      <Select field={of('from')} label="Name" choices={choices} />
      <Field field={of('taken')} label="Tickets" inputMode="numeric" />
      <Select field={of('how')} label="Why they lose them" choices={HOW} />
      <Field field={of('fromReason')} label="Reason for them" maxLength={300} />
    </fieldset>
  )
}

function ToRow({ index, fields, choices }: RowProps) {
  const of = (name: string) => named(fields, `${name}-${index}`)
  return (
    <fieldset className="move-row">
      <legend>Person {index + 1}</legend>
      <Select field={of('to')} label="Name" choices={choices} />
      <Field field={of('given')} label="Tickets" inputMode="numeric" />
      <Field field={of('toReason')} label="Reason for them" maxLength={300} />
    </fieldset>
  )
}

function AddedRow({ fields, heldBack }: { fields: Fields; heldBack: number }) {
  return (
    <section>
      <h2>Free other tickets</h2>
      <fieldset className="move-row">
        <legend className="visually-hidden">Other tickets</legend>
        <Field
          field={named(fields, 'added')}
          label="Add tickets to the event"
          inputMode="numeric"
        />
        {heldBack > 0 ? (
          <Field
            field={named(fields, 'unheld')}
            label={`Hold back fewer (now ${heldBack})`}
            inputMode="numeric"
          />
        ) : null}
        <Field
          field={named(fields, 'addedReason')}
          label="Reason"
          hint="Others may read it. Don’t include names."
          maxLength={200}
        />
      </fieldset>
    </section>
  )
}
