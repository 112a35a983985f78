import type { EventForm } from '#app/models/events/input.ts'
import { Choices, type useServerForm } from './form.tsx'
import { WhenField } from './when-field.tsx'

type Props = { fields: ReturnType<typeof useServerForm<EventForm>>[1]; hint: string }

export function OpeningFields({ fields, hint }: Props) {
  return (
    <>
      <Choices
        field={fields.opens}
        label="Requests open"
        type="radio"
        choices={[
          { value: 'now', label: 'Now' },
          { value: 'later', label: 'At a time that I choose' },
          {
            value: 'not-yet',
            label: 'Not yet',
            hint: 'The event stays a draft. Only you and the admins can see it.',
          },
        ]}
      />
      {/* Shows with its choice, in browsers that know `:has()`. */}
      <div className="if-later">
        <WhenField
          date={fields.opensDate}
          time={fields.opensTime}
          label="Opening time"
          hint={hint}
        />
      </div>
    </>
  )
}

export function ClosingField({ fields, hint }: Props) {
  return (
    <WhenField
      date={fields.closesDate}
      time={fields.closesTime}
      label="Requests close"
      hint={hint}
    />
  )
}
