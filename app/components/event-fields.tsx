import type { EventForm } from '#app/models/events/input.ts'
import { Choices, Field, Select, TextArea, Tick, type useServerForm } from './form.tsx'
import { WhenField } from './when-field.tsx'

type Props = {
  fields: ReturnType<typeof useServerForm<EventForm>>[1]
  zones: string[]
  /** Whom an admin may make the owner; null for everybody else. */
  owners: { userId: string; name: string }[] | null
  /** Requests have not opened yet, so when they open is still a question. */
  hasOpening: boolean
  /** Requests are not closed yet. */
  hasClosing: boolean
  /** Somebody has asked already and would want to know of another time or place. */
  hasAskers: boolean
  closingHint: string
  /** What an empty time means, for each of the three. */
  timeHints: { starts: string; opens: string; closes: string }
}

/** The fields of an event, in the sequence in which one thinks of them. */
export function EventFields({ fields, zones, owners, ...props }: Props) {
  return (
    <>
      <Field field={fields.name} label="Name" required maxLength={200} autoComplete="off" />
      <WhenField
        date={fields.startsDate}
        time={fields.startsTime}
        label="Starts"
        hint={props.timeHints.starts}
        required
      />
      <Select
        field={fields.timeZone}
        label="Time zone"
        hint="All times of this event are in this zone."
        choices={zones.map(zone => ({ value: zone, label: zone.replaceAll('_', ' ') }))}
      />
      <Field field={fields.place} label="Place (optional)" maxLength={200} />
      <Field field={fields.totalTickets} label="Total tickets" inputMode="numeric" required />
      <Field
        field={fields.mostPerRequest}
        label="Most tickets one person may ask for"
        hint="A request shows so many boxes to tick, 40 at most."
        inputMode="numeric"
      />
      <TextArea
        field={fields.notes}
        label="Notes for everyone (optional)"
        hint="Up to 1000 characters."
        maxLength={1000}
      />
      {props.hasOpening ? <OpeningFields fields={fields} hint={props.timeHints.opens} /> : null}
      {props.hasClosing ? (
        <WhenField
          date={fields.closesDate}
          time={fields.closesTime}
          label="Requests close"
          hint={`${props.closingHint} ${props.timeHints.closes}`}
        />
      ) : null}
      {owners ? (
        <Select
          field={fields.ownerId}
          label="Owner"
          hint="Who looks after the event and decides."
          choices={owners.map(({ userId, name }) => ({ value: userId, label: name }))}
        />
      ) : null}
      {props.hasAskers ? (
        <Tick
          field={fields.tell}
          label="If the time or the place changes, tell those who asked by mail"
        />
      ) : null}
    </>
  )
}

function OpeningFields({ fields, hint }: Pick<Props, 'fields'> & { hint: string }) {
  return (
    <>
      <Choices
        field={fields.opens}
        label="Requests open"
        type="radio"
        choices={[
          { value: 'now', label: 'Now' },
          { value: 'later', label: 'At the time below' },
          {
            value: 'not-yet',
            label: 'Not yet',
            hint: 'The event stays a draft that only you and the admins see.',
          },
        ]}
      />
      <WhenField
        date={fields.opensDate}
        time={fields.opensTime}
        label="Opening time (optional)"
        hint={hint}
      />
    </>
  )
}
