import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { EventFields } from '#app/components/event-fields.tsx'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { type FormErrors, parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { sayTold } from '#app/http/mail-words.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import {
  findManagedEvent,
  givenTickets,
  largestSize,
  listOrganizers,
  type SeenEvent,
} from '#app/models/events/event.server.ts'
import { type EventForm, type EventInput, eventSchema } from '#app/models/events/input.ts'
import { eventRefusals } from '#app/models/events/refusals.ts'
import { changesSince } from '#app/models/organizing/changes.server.ts'
import { updateEvent } from '#app/models/organizing/writing.server.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { toLocalTime } from '#app/values/time.ts'
import { timeZones, todaysZone } from '#app/values/time-zone.ts'
import { hintsOfTime } from '#app/values/when-input.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Edit ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, version, timeZone } = event
  return {
    id,
    name,
    state,
    version,
    zones: timeZones(timeZone),
    owners: viewer.role === 'admin' ? withOwner(await listOrganizers(), event) : null,
    hasAskers: event.asked > 0,
    values: valuesOf(event),
  }
}

/** A deactivated owner stays a choice: saving something else must not hand the event over. */
function withOwner(owners: { userId: string; name: string }[], event: SeenEvent) {
  if (owners.some(owner => owner.userId === event.ownerId)) return owners
  return [{ userId: event.ownerId, name: `${event.ownerName} (not active)` }, ...owners]
}

function valuesOf(event: SeenEvent): Partial<Record<keyof EventForm, string | undefined>> {
  const local = (instant: number | null) =>
    instant === null ? { date: '', time: '' } : toLocalTime(instant, event.timeZone)
  const [starts, opens, closes] = [event.startsAt, event.opensAt, event.closesAt].map(local)
  const [confirm, names] = [event.confirmBy, event.guestNamesUntil].map(local)
  return {
    name: event.name,
    timeZone: todaysZone(event.timeZone),
    startsDate: starts?.date,
    startsTime: starts?.time,
    place: event.place,
    totalTickets: String(event.totalTickets),
    mostPerRequest: String(event.mostPerRequest),
    notes: event.notes,
    opens: event.opensAt === null ? 'not-yet' : 'later',
    opensDate: opens?.date,
    opensTime: opens?.time,
    closesDate: closes?.date,
    closesTime: closes?.time,
    howToGet: event.howToGet,
    confirmDate: confirm?.date,
    confirmTime: confirm?.time,
    releasesUnconfirmed: event.releasesUnconfirmed ? 'on' : undefined,
    asksGuestNames: event.asksGuestNames ? 'on' : undefined,
    namesDate: names?.date,
    namesTime: names?.time,
    offerHours: String(event.offerHours),
    offersEndHours: String(event.offersEndHours),
    ownerId: event.ownerId,
    tell: 'on',
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, eventSchema)
  found(await findManagedEvent(viewer, eventId))
  if (failed) return failed
  const { refusal, told } = await updateEvent(viewer, eventId, value)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, await errorsOf(refusal, eventId, value))
  return redirectWithFlash(`/events/${eventId}`, told === 0 ? 'Saved.' : `Saved. ${sayTold(told)}`)
}

/** Refusals whose words need another look at the event. */
const lateRefusals = {
  stale: async (eventId: string, { version }: EventInput): Promise<FormErrors> => ({
    '': await staleWords(eventId, version),
  }),
  'below-given': async (eventId: string): Promise<FormErrors> => ({
    totalTickets: [
      `${sayTickets(await givenTickets(eventId))} already given. The total can’t be lower.`,
    ],
  }),
  'below-asked': async (eventId: string): Promise<FormErrors> => ({
    mostPerRequest: [
      `Someone has already asked for ${await largestSize(eventId)}. This can’t be lower.`,
    ],
  }),
}

type Refusal = keyof typeof lateRefusals | keyof typeof eventRefusals

async function errorsOf(refusal: Refusal, eventId: string, input: EventInput): Promise<FormErrors> {
  return refusal in lateRefusals
    ? lateRefusals[refusal as keyof typeof lateRefusals](eventId, input)
    : eventRefusals[refusal as keyof typeof eventRefusals]
}

async function staleWords(eventId: string, version: number): Promise<string[]> {
  return [
    'Someone changed the event while you were typing, so nothing was saved.',
    ...(await changesSince(eventId, version)),
    'What you typed is below. Save again to replace their changes.',
  ]
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function EditEvent() {
  const page = useLoaderData<typeof loader>()
  const [form, fields] = useServerForm<EventForm>({
    id: 'event',
    lastResult: useActionData<typeof action>()?.lastResult,
    defaultValue: page.values,
  })
  const header = {
    title: `Edit ${page.name}`,
    back: { to: `/events/${page.id}`, label: page.name },
  }
  if (page.state === 'cancelled') {
    return <PageHeader {...header} lead="The event is cancelled, so it can’t be changed." />
  }
  return (
    <>
      <PageHeader {...header} problems={form} />
      <EditForm page={page} form={form} fields={fields} />
    </>
  )
}

type Form = ReturnType<typeof useServerForm<EventForm>>

function EditForm({ page, form, fields }: { page: Page; form: Form[0]; fields: Form[1] }) {
  return (
    <PostForm form={form}>
      {/* The version on this page, also when the form comes back: saving again is then a decision. */}
      <input type="hidden" name="version" value={page.version} />
      <EventFields
        fields={fields}
        zones={page.zones}
        owners={page.owners}
        hasOpening={page.state === 'draft'}
        hasClosing={page.state === 'draft' || page.state === 'open'}
        hasAskers={page.hasAskers}
        timeHints={hintsOfTime}
        closingHint="Leave both empty to keep the current time."
      />
      <Actions>
        <button type="submit">Save</button>
        <a href={`/events/${page.id}`}>Cancel</a>
      </Actions>
    </PostForm>
  )
}
