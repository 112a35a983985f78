import type { EventForm } from '#app/models/event-input.ts'
import { Choices, Field, Select, TextArea, Tick, type useServerForm } from './form.tsx'

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
}

/** The fields of an event, in the sequence in which one thinks of them. */
export function EventFields({ fields, zones, owners, ...props }: Props) {
  return (
    <>
      <Field field={fields.name} label="Name" required maxLength={200} autoComplete="off" />
      <Field field={fields.startsAt} label="Starts" type="datetime-local" required />
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
      {props.hasOpening ? <OpeningFields fields={fields} /> : null}
      {props.hasClosing ? (
        <Field
          field={fields.closesAt}
          label="Requests close"
          hint={props.closingHint}
          type="datetime-local"
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

function OpeningFields({ fields }: Pick<Props, 'fields'>) {
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
      <Field field={fields.opensAt} label="Opening time (optional)" type="datetime-local" />
    </>
  )
}
