import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { WithdrawalForm } from '#app/components/withdrawal-form.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { withdrawalRefusals } from '#app/models/events/refusals.ts'
import { withdrawalSchema } from '#app/models/requests/input.ts'
import { findRequest } from '#app/models/requests/request.server.ts'
import { withdrawRequest } from '#app/models/requests/writing.server.ts'
import { saySizes } from '#app/values/size.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Withdraw the request of ${data?.name ?? 'a member'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const request = found(await findRequest(event, args.params.requestId ?? ''))
  return {
    eventId: event.id,
    eventName: event.name,
    name: request.name,
    isOpen: event.state === 'open',
    asked: saySizes(request.sizes),
    request: { id: request.id, version: request.version },
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const { eventId = '', requestId = '' } = args.params
  const { value, submission, failed } = await parseForm(args.request, withdrawalSchema)
  const event = found(await findManagedEvent(viewer, eventId))
  const { userId, name } = found(await findRequest(event, requestId))
  if (failed) return failed
  const { refusal } = await withdrawRequest(viewer, { ...value, eventId, userId })
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': [withdrawalRefusals[refusal]] })
  return redirectWithFlash(`/events/${eventId}/requests`, `Request of ${name} withdrawn.`)
}

export default function Withdrawal() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const back = `/events/${page.eventId}/requests/${page.request.id}`
  return (
    <>
      <PageHeader
        title={`Withdraw the request of ${page.name}?`}
        back={{ to: back, label: `Request of ${page.name}` }}
        lead={`${page.name} asked for ${page.asked} at ${page.eventName}. They get an email about it.`}
        problems={problemsOf('withdrawal', lastResult)}
      />
      <WithdrawalForm
        lastResult={lastResult}
        request={page.request}
        isOpen={page.isOpen}
        back={back}
      />
    </>
  )
}
