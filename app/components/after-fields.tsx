import type { EventForm } from '#app/models/events/input.ts'
import { Field, TextArea, Tick, type useServerForm } from './form.tsx'
import { WhenField } from './when-field.tsx'

type Props = { fields: ReturnType<typeof useServerForm<EventForm>>[1] }

const MIDDAY = 'If you leave only the time empty, it is 12:00.'

/** Closed, as most events need none of it: but never over a problem. */
export function AfterFields({ fields }: Props) {
  const own = [
    ...[fields.howToGet, fields.confirmDate, fields.confirmTime, fields.releasesUnconfirmed],
    ...[fields.asksGuestNames, fields.namesDate, fields.namesTime],
    ...[fields.offerHours, fields.offersEndHours],
  ]
  return (
    <details className="rows" open={own.some(field => field.errors !== undefined)}>
      <summary>After the decision</summary>
      <TextArea
        field={fields.howToGet}
        label="How to get your tickets (optional)"
        hint="People with tickets see this on their result page and in their email. Up to 2,000 characters."
        maxLength={2000}
      />
      <ConfirmFields fields={fields} />
      <GuestFields fields={fields} />
      <OfferFields fields={fields} />
    </details>
  )
}

function ConfirmFields({ fields }: Props) {
  return (
    <>
      <WhenField
        date={fields.confirmDate}
        time={fields.confirmTime}
        label="Confirm by (optional)"
        hint={`People with tickets say by then that they are coming. We remind them. ${MIDDAY} After results are out, you can only make it later.`}
      />
      <Tick
        field={fields.releasesUnconfirmed}
        label="Tickets that are not confirmed by then go to other people"
        hint="Otherwise you get a list of who has not confirmed."
      />
    </>
  )
}

function GuestFields({ fields }: Props) {
  return (
    <>
      <Tick
        field={fields.asksGuestNames}
        label="Ask people who they bring"
        hint="Only you and the person who enters a name can see it. All names are deleted 30 days after the event starts."
      />
      <WhenField
        date={fields.namesDate}
        time={fields.namesTime}
        label="Names can change until (optional)"
        hint={`If you leave this empty, they can change until the event starts. ${MIDDAY}`}
      />
    </>
  )
}

function OfferFields({ fields }: Props) {
  return (
    <>
      <Field
        field={fields.offerHours}
        label="Hours to answer an offer"
        hint="When tickets come back, we offer them to the waiting list. From 1 to 168."
        inputMode="numeric"
      />
      <Field
        field={fields.offersEndHours}
        label="Offers end how many hours before the start"
        hint="From 0 to 72."
        inputMode="numeric"
      />
    </>
  )
}
