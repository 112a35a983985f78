import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, PostForm, TextArea, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { sayTold, sayWhoIsTold } from '#app/http/mail-words.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { cancellationSchema } from '#app/models/events/input.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `Cancel ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  return {
    id: event.id,
    name: event.name,
    state: event.state,
    whoIsTold: sayWhoIsTold(event.asked),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, cancellationSchema)
  found(await findManagedEvent(viewer, eventId))
  if (failed) return failed
  const { refusal, told } = await cancelEvent(viewer, eventId, value.reason)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, { '': ['The event is already cancelled.'] })
  return redirectWithFlash(`/events/${eventId}`, `The event is cancelled. ${sayTold(told)}`)
}

export default function Cancellation() {
  const { id, name, state, whoIsTold } = useLoaderData<typeof loader>()
  const [form, fields] = useServerForm<{ reason: string }>({
    id: 'cancellation',
    lastResult: useActionData<typeof action>()?.lastResult,
  })
  const back = { to: `/events/${id}`, label: name }
  if (state === 'cancelled') {
    return (
      <PageHeader
        title={`Cancel ${name}`}
        back={back}
        lead="The event is already cancelled. This can’t be undone."
      />
    )
  }
  return (
    <>
      <PageHeader
        title={`Cancel ${name}?`}
        back={back}
        lead={`This can’t be undone. ${whoIsTold}`}
        problems={form}
      />
      <CancellationForm back={back.to} form={form} reason={fields.reason} />
    </>
  )
}

type Form = ReturnType<typeof useServerForm<{ reason: string }>>
type FormProps = { back: string; form: Form[0]; reason: Form[1]['reason'] }

function CancellationForm({ back, form, reason }: FormProps) {
  return (
    <PostForm form={form}>
      <TextArea
        field={reason}
        label="Reason"
        hint="Everyone can read it, here and in the email. Up to 500 characters."
        maxLength={500}
        required
      />
      <Actions>
        <a className="button quiet" href={back}>
          Keep the event
        </a>
        <button className="danger" type="submit">
          Cancel the event
        </button>
      </Actions>
    </PostForm>
  )
}
