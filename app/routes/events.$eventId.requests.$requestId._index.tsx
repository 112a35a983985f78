import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { RequestFactList } from '#app/components/request-facts.tsx'
import { RequestFields, SeenRequestFields } from '#app/components/request-fields.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { requestRefusals } from '#app/models/events/refusals.ts'
import { type RequestForm, requestSchema } from '#app/models/requests/input.ts'
import { findRequest } from '#app/models/requests/request.server.ts'
import { sayEnteredBy } from '#app/models/requests/request.ts'
import { saveRequest } from '#app/models/requests/writing.server.ts'
import { saySizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Request of ${data?.request.name ?? 'a member'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const request = found(await findRequest(event, args.params.requestId ?? ''))
  return {
    eventId: event.id,
    eventName: event.name,
    isOpen: event.state === 'open',
    isDrawn: event.wasDrawn,
    mostPerRequest: event.mostPerRequest,
    request: {
      ...request,
      asked: saySizes(request.sizes),
      enteredBy: sayEnteredBy(request),
      sizes: request.sizes.map(String),
      made: sayInstant(request.createdAt, event.timeZone),
      changed: sayInstant(request.changedAt, event.timeZone),
    },
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { eventId = '', requestId = '' } = args.params
  const { value, submission, failed } = await parseForm(args.request, requestSchema)
  const event = found(await findManagedEvent(viewer, eventId))
  const request = found(await findRequest(event, requestId))
  if (failed) return failed
  const { refusal } = await saveRequest(viewer, { ...value, eventId, userId: request.userId })
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'stale') return refuseForm(submission, { '': [STALE] })
  if (refusal) return refuseForm(submission, requestRefusals[refusal])
  return redirectWithFlash(`/events/${eventId}/requests`, `Request of ${request.name} saved.`)
}

const STALE =
  'Someone changed this request just now, so nothing was saved. Above is how it is now. What you chose is below. Save again to replace it.'

type Page = ReturnType<typeof useLoaderData<typeof loader>>

export default function OneRequest() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { request, eventId, isOpen } = page
  return (
    <>
      <PageHeader
        title={`Request of ${request.name}`}
        back={{ to: `/events/${eventId}/requests`, label: 'Requests' }}
        lead={page.eventName}
        problems={problemsOf('request', lastResult)}
      >
        {page.isDrawn ? (
          <a className="button quiet" href={`/events/${eventId}/why?request=${request.id}`}>
            What the draw gave, and why
          </a>
        ) : null}
      </PageHeader>
      <RequestFactList request={request} />
      {isOpen ? (
        <WithdrawalLink to={`/events/${eventId}/requests/${request.id}/withdrawal`} />
      ) : (
        <NotOpen />
      )}
      {isOpen || lastResult ? <ChangeForm page={page} lastResult={lastResult} /> : null}
    </>
  )
}

function WithdrawalLink({ to }: { to: string }) {
  return (
    <p>
      <a href={to}>Withdraw this request</a>
    </p>
  )
}

function NotOpen() {
  return <p className="note">Requests are not open. You can’t change this one.</p>
}

type FormProps = {
  page: Page
  lastResult: NonNullable<ReturnType<typeof useActionData<typeof action>>>['lastResult'] | undefined
}

function ChangeForm({ page, lastResult }: FormProps) {
  const { request, isOpen, mostPerRequest } = page
  const [form, fields] = useServerForm<RequestForm>({
    id: 'request',
    lastResult,
    defaultValue: { sizes: request.sizes, note: request.note },
  })
  return (
    <>
      <h2>Change this request</h2>
      <PostForm form={form}>
        <SeenRequestFields request={request} />
        <RequestFields
          whose="other"
          fields={fields}
          most={mostPerRequest}
          noteHint={`${request.name} and the organizers can read it. Up to 500 characters.`}
        />
        {isOpen ? (
          <Actions>
            <button type="submit">Save</button>
          </Actions>
        ) : null}
      </PostForm>
    </>
  )
}
