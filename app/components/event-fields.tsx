import type { EventForm } from '#app/models/events/input.ts'
import { AfterFields } from './after-fields.tsx'
import { Field, Select, TextArea, Tick, type useServerForm } from './form.tsx'
import { ClosingField, OpeningFields } from './opening-fields.tsx'
import { WhenField } from './when-field.tsx'
import { ZoneField } from './zone-field.tsx'

type Props = {
  fields: ReturnType<typeof useServerForm<EventForm>>[1]
  zones: string[]
  /** The owners that an admin may choose from; null for organizers. */
  owners: { userId: string; name: string }[] | null
  /** Requests have not opened yet. */
  hasOpening: boolean
  /** Requests have not closed yet. */
  hasClosing: boolean
  /** Somebody has already asked, and wants to know about a new time or place. */
  hasAskers: boolean
  closingHint: string
  timeHints: { starts: string; opens: string; closes: string }
}

export function EventFields({ fields, zones, owners, ...props }: Props) {
  return (
    <>
      <Field field={fields.name} label="Name" required maxLength={200} autoComplete="off" />
      <TimeAndPlaceFields fields={fields} zones={zones} startsHint={props.timeHints.starts} />
      <TicketFields fields={fields} />
      <TextArea
        field={fields.notes}
        label="Notes for everyone (optional)"
        hint="Up to 1000 characters."
        maxLength={1000}
      />
      {props.hasOpening ? <OpeningFields fields={fields} hint={props.timeHints.opens} /> : null}
      {props.hasClosing ? (
        <ClosingField fields={fields} hint={`${props.closingHint} ${props.timeHints.closes}`} />
      ) : null}
      <AfterFields fields={fields} />
      {owners ? <OwnerField field={fields.ownerId} owners={owners} /> : null}
      {props.hasAskers ? (
        <Tick
          field={fields.tell}
          label="If the time or place changes, email the people who asked"
        />
      ) : null}
    </>
  )
}

type TimeAndPlaceProps = Pick<Props, 'fields' | 'zones'> & { startsHint: string }

function TimeAndPlaceFields({ fields, zones, startsHint }: TimeAndPlaceProps) {
  return (
    <>
      <WhenField
        date={fields.startsDate}
        time={fields.startsTime}
        label="Starts"
        hint={startsHint}
        required
      />
      <ZoneField
        field={fields.timeZone}
        hint="All times of this event are in this zone."
        zones={zones}
      />
      <Field field={fields.place} label="Place (optional)" maxLength={200} />
    </>
  )
}

function TicketFields({ fields }: Pick<Props, 'fields'>) {
  return (
    <>
      <Field field={fields.totalTickets} label="Total tickets" inputMode="numeric" required />
      <Field
        field={fields.mostPerRequest}
        label="Most tickets one person may ask for"
        hint="Up to 40."
        inputMode="numeric"
      />
    </>
  )
}

type OwnerProps = { field: Props['fields']['ownerId']; owners: NonNullable<Props['owners']> }

function OwnerField({ field, owners }: OwnerProps) {
  return (
    <Select
      field={field}
      label="Owner"
      hint="The person who runs the event."
      choices={owners.map(({ userId, name }) => ({ value: userId, label: name }))}
    />
  )
}
