import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { canDelete } from '#app/models/events/event.ts'
import { deleteEvent } from '#app/models/organizing/life.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Delete ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  return { id: event.id, name: event.name, canDelete: canDelete(event) }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { submission } = await parseForm(args.request, z.object({}))
  const { refusal } = await deleteEvent(viewer, args.params.eventId ?? '')
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [refusals[refusal]] })
  return redirectWithFlash('/events', 'Event deleted.')
}

const refusals: Record<
  Exclude<Awaited<ReturnType<typeof deleteEvent>>['refusal'], 'not-found' | undefined>,
  string
> = {
  asked: 'Someone has asked for tickets, so the event can’t be deleted. You can cancel it.',
  decided: 'This event has already been decided, so it can’t be deleted. You can cancel it.',
  locked: 'Terms of a draw were published, so the event can’t be deleted. You can cancel it.',
  stale: 'Someone changed the event just now. Check it again before you delete it.',
}

export default function Deletion() {
  const { id, name, canDelete } = useLoaderData<typeof loader>()
  const [form] = useServerForm({
    id: 'deletion',
    lastResult: useActionData<typeof action>()?.lastResult,
  })
  const back = `/events/${id}`
  return (
    <>
      <PageHeader
        title={`Delete ${name}?`}
        back={{ to: back, label: name }}
        lead={
          canDelete
            ? 'Nobody has asked for tickets yet. This can’t be undone.'
            : 'This event can’t be deleted: people have asked for tickets, or terms of a draw were locked, or it has been decided.'
        }
        problems={form}
      />
      <PostForm form={form}>
        <Actions>
          <a className="button quiet" href={back}>
            Keep the event
          </a>
          {canDelete ? (
            <button className="danger" type="submit">
              Delete the event
            </button>
          ) : (
            <a href={`${back}/cancellation`}>Cancel it instead</a>
          )}
        </Actions>
      </PostForm>
    </>
  )
}
