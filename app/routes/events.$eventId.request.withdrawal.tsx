import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { WithdrawalForm } from '#app/components/withdrawal-form.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { withdrawalRefusals } from '#app/models/events/refusals.ts'
import { withdrawalSchema } from '#app/models/requests/input.ts'
import { findOwnRequest } from '#app/models/requests/request.server.ts'
import { withdrawRequest } from '#app/models/requests/writing.server.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import { saySizes } from '#app/values/size.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Withdraw my request' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const request = found(await findOwnRequest(viewer.userId, event.id))
  return {
    id: event.id,
    name: event.name,
    isOpen: event.state === 'open',
    asked: saySizes(request.sizes),
    request: { id: request.id, version: request.version },
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, withdrawalSchema)
  if (failed) return failed
  const { userId } = viewer
  const done = await changeOwn(userId, () => withdrawRequest(viewer, { ...value, eventId, userId }))
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal) return refuseForm(submission, { '': [withdrawalRefusals[done.refusal]] })
  return redirectWithFlash(`/events/${eventId}`, 'Your request is withdrawn.')
}

export default function Withdrawal() {
  const { id, name, isOpen, asked, request } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const back = `/events/${id}/request`
  return (
    <>
      <PageHeader
        title="Withdraw my request?"
        back={{ to: back, label: 'My request' }}
        lead={`You asked for ${asked} at ${name}.${isOpen ? ' Your request will be removed. You can ask again until requests close. It then counts as a new request.' : ''}`}
        problems={problemsOf('withdrawal', lastResult)}
      />
      <WithdrawalForm lastResult={lastResult} request={request} isOpen={isOpen} back={back} />
    </>
  )
}
