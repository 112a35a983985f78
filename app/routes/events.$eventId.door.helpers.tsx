import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { DoorHelpersList } from '#app/components/helpers-form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { helperRefusals, helperSchema } from '#app/models/hands/door-helper.ts'
import {
  addDoorHelper,
  findHelpersNamed,
  listDoorHelpers,
  removeDoorHelper,
} from '#app/models/hands/door-helpers.server.ts'
import { DOOR_HOURS } from '#app/models/hands/door-hours.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Door helpers: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, startsAt, timeZone } = event
  return {
    ...{ id, name, helpers: await listDoorHelpers(event) },
    from: sayInstant(startsAt - DOOR_HOURS, timeZone),
    until: sayInstant(startsAt + DOOR_HOURS, timeZone),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, helperSchema)
  found(await findManagedEvent(viewer, eventId))
  if (failed) return failed
  const done = value.remove
    ? await remove(viewer, eventId, value.remove)
    : await add(viewer, eventId, value.helper)
  if (done.refusal) return refuseForm(submission, { helper: [helperRefusals[done.refusal]] })
  return redirectWithFlash(`/events/${eventId}/door/helpers`, done.says)
}

async function remove(viewer: Viewer, eventId: string, userId: string) {
  const { refusal } = await removeDoorHelper(viewer, eventId, userId)
  if (refusal === 'not-found') throw notFound()
  const says = refusal ? 'This person does not help at the door.' : 'Helper removed.'
  return { refusal: undefined, says }
}

async function add(viewer: Viewer, eventId: string, text: string) {
  if (text === '') return { refusal: 'missing' as const }
  const [helper, other] = await findHelpersNamed(text)
  if (!helper) return { refusal: 'nobody' as const }
  if (other) return { refusal: 'several' as const }
  const { refusal } = await addDoorHelper(viewer, eventId, helper.userId)
  if (refusal === 'not-found') throw notFound()
  return refusal ? { refusal } : { refusal, says: `${helper.name} now helps at the door.` }
}

export default function DoorHelpers() {
  const { id, name, helpers, from, until } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title="Door helpers"
        back={{ to: `/events/${id}/door`, label: 'Door list' }}
        lead={name}
        problems={problemsOf('helpers', lastResult)}
      />
      <p>
        Helpers see who has tickets and count who is here. They see nothing else, and only from{' '}
        {from} until {until}. They find the door list on the page of the event.
      </p>
      <DoorHelpersList helpers={helpers} lastResult={lastResult} />
    </>
  )
}
