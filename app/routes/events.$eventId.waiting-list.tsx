import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Figures } from '#app/components/event-facts.tsx'
import { MyPlace } from '#app/components/my-place.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { readForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { moveInLine } from '#app/http/forms/waiting-list.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { readWaitingList } from '#app/models/after/mine/waiting-list.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { sayInstant } from '#app/values/time.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Waiting list: ${data.name}` : 'Waiting list' },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const isDecided = event.state === 'finalized' || event.state === 'cancelled'
  const list = isDecided ? await readWaitingList(event.id, viewer.userId) : undefined
  return {
    id: event.id,
    name: event.name,
    starts: sayInstant(event.startsAt, event.timeZone),
    mostPerRequest: event.mostPerRequest,
    list: list ?? null,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  found(await findEvent(viewer, eventId))
  const done = await moveInLine(viewer, eventId, await readForm(args.request))
  if (done.failed) return done.failed
  if (done.seconds !== undefined) return refuseTooOften(done.submission, done.seconds)
  if (done.isGone) throw notFound()
  return redirectWithFlash(`/events/${eventId}${done.page}`, done.says)
}

export default function WaitingList() {
  const { id, name, starts, mostPerRequest, list } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const intent = String(lastResult?.initialValue?.intent ?? '')
  return (
    <>
      <PageHeader
        title="Waiting list"
        back={{ to: `/events/${id}`, label: name }}
        lead={`${name}, ${starts}`}
        problems={problemsOf(intent || 'list', lastResult)}
      />
      {list ? (
        <>
          <MyPlace eventId={id} list={list} most={mostPerRequest} answer={{ intent, lastResult }} />
          <h2>Everyone</h2>
          <Figures rows={list.counts} />
          <p>
            <a href={`/events/${id}/after.txt`}>The public log</a> has every step, without names.
          </p>
        </>
      ) : (
        <p className="note">There is no waiting list yet. It begins when the results are out.</p>
      )}
    </>
  )
}
