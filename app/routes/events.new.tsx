import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { EventFields } from '#app/components/event-fields.tsx'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { listOrganizers } from '#app/models/events/event.server.ts'
import { type EventForm, eventSchema } from '#app/models/events/input.ts'
import { eventRefusals } from '#app/models/events/refusals.ts'
import { addEvent } from '#app/models/organizing/writing.server.ts'
import { settings } from '#app/settings.server.ts'
import { timeZones, todaysZone } from '#app/values/time-zone.ts'
import { hintsOfTime } from '#app/values/when-input.ts'

export const meta: MetaFunction = () => [{ title: 'New event' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  return {
    viewerId: viewer.userId,
    zones: timeZones(settings().APP_TIME_ZONE),
    timeZone: todaysZone(settings().APP_TIME_ZONE),
    owners: viewer.role === 'admin' ? await listOrganizers() : null,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { value, submission, failed } = await parseForm(args.request, eventSchema)
  if (failed) return failed
  const { refusal, eventId } = await addEvent(viewer, value, args.context.press)
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'too-late' && value.closesAt === undefined)
    return refuseForm(submission, { startsDate: ['This time has passed. Enter a later one.'] })
  if (refusal) return refuseForm(submission, eventRefusals[refusal])
  const next = value.opens === 'now' ? '/invitation' : ''
  return redirectWithFlash(`/events/${eventId}${next}`, 'Event created.')
}

const DEFAULTS = { mostPerRequest: '8', offerHours: '24', offersEndHours: '3', opens: 'now' }

export default function NewEvent() {
  const { viewerId, zones, timeZone, owners } = useLoaderData<typeof loader>()
  const [form, fields] = useServerForm<EventForm>({
    id: 'event',
    lastResult: useActionData<typeof action>()?.lastResult,
    defaultValue: { timeZone, ...DEFAULTS, ownerId: viewerId },
  })
  return (
    <>
      <PageHeader title="New event" back={{ to: '/events', label: 'Events' }} problems={form} />
      <PostForm form={form}>
        <EventFields
          fields={fields}
          zones={zones}
          owners={owners}
          hasOpening
          hasClosing
          hasAskers={false}
          timeHints={hintsOfTime}
          closingHint="Leave both empty to close requests when the event starts."
        />
        <Actions>
          <button type="submit">Create the event</button>
          <a href="/events">Cancel</a>
        </Actions>
      </PostForm>
    </>
  )
}
