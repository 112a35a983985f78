import type { SubmissionResult } from '@conform-to/react'
import type { LockingForm } from '#app/models/draw/locking/input.ts'
import { Actions, Choices, Field, PostForm, Tick, useServerForm } from './form.tsx'
import { WhenField } from './when-field.tsx'

type Props = {
  event: { id: string; timeZone: string }
  draw: number
  /** Hash of the terms that this page shows. */
  shown: string
  /** Who is mailed; null where nobody can be. */
  mail: string | null
  /** What a date without a time means. */
  hints: { draw: string; numbers: string }
  lastResult: SubmissionResult | undefined
}

const SOURCES = [
  {
    value: 'drand',
    label: 'drand (recommended)',
    hint: 'A network of independent organizations publishes a random number every 3 seconds. We fetch it and check it, and the draw is made automatically.',
  },
  {
    value: 'numbers',
    label: 'Lottery numbers, or other numbers that will be published',
    hint: 'You enter them once they are published. Then the draw is made.',
  },
  {
    value: 'none',
    label: 'None',
    hint: 'The draw is made at once. This can’t be undone. Anyone who holds the secret could have tried other lists and terms first, and nobody can check that they did not.',
  },
]

const TIMES = [
  { value: 'soonest', label: 'As soon as possible, in about 15 minutes' },
  { value: 'later', label: 'At a time that I choose' },
]

/** The one press. What belongs to a choice shows with it, in browsers that know `:has()`. */
export function TermsForm({ event, draw, shown, mail, hints, lastResult }: Props) {
  const [form, fields] = useServerForm<LockingForm>({
    id: 'terms',
    lastResult,
    defaultValue: { source: 'drand', when: 'soonest' },
  })
  const earliest = `At least 15 minutes from now, in the time zone of the event (${event.timeZone}).`
  return (
    <PostForm form={form}>
      <input type="hidden" name="draw" value={draw} />
      {/* Of this page, also when the form comes back: locking again is then a decision. */}
      <input type="hidden" name="shown" value={shown} />
      <Choices
        field={fields.source}
        type="radio"
        label="Public random number (recommended): where will it come from?"
        hint="Nobody can know this number when the terms are locked. It decides the order, so nobody can choose a result."
        choices={SOURCES}
      />
      <BeaconFields fields={fields} hint={`${earliest} ${hints.draw}`} />
      <NumbersFields fields={fields} hint={`${earliest} ${hints.numbers}`} />
      <section className="if-valued">
        <h2>What everyone will be sent</h2>
        {mail === null ? (
          <p>
            Email is off, so nobody is sent anything. People can read the terms on the draw’s page.
          </p>
        ) : (
          <>
            <p>{mail}</p>
            <Tick
              field={fields.noMail}
              label="Do not send this email"
              hint="Then only people who read the draw’s page can show that nothing was changed."
            />
          </>
        )}
      </section>
      <p>
        After this, nothing here can change. Everyone can read it. Results are emailed only after
        you finalize.
      </p>
      <Actions>
        <button type="submit" name="intent" value="lock">
          Lock the terms
        </button>
        <a href={`/events/${event.id}/draws`}>Cancel</a>
      </Actions>
    </PostForm>
  )
}

type Fields = ReturnType<typeof useServerForm<LockingForm>>[1]

type PartProps = { fields: Fields; hint: string }

function BeaconFields({ fields, hint }: PartProps) {
  return (
    <div className="if-drand">
      <Choices field={fields.when} type="radio" label="When is the draw?" choices={TIMES} />
      <div className="if-later">
        <WhenField
          date={fields.drawDate}
          time={fields.drawTime}
          label="Time of the draw"
          hint={hint}
        />
      </div>
    </div>
  )
}

function NumbersFields({ fields, hint }: PartProps) {
  return (
    <div className="if-numbers">
      <Field
        field={fields.numbersText}
        label="Which numbers?"
        hint="Name the draw by its date, which numbers count, and how many: “National lottery of Saturday 5 December 2026, the 6 main numbers”."
        maxLength={200}
      />
      <WhenField
        date={fields.numbersDate}
        time={fields.numbersTime}
        label="Published after"
        hint={hint}
      />
    </div>
  )
}
