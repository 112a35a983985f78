import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Actions, PostForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { confirmComing } from '#app/models/hands/own/confirming.server.ts'
import { comingSchema } from '#app/models/hands/own/input.ts'
import { sayConfirming } from '#app/models/hands/own/mine.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Are you coming?' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const { id, name } = event
  return { id, name, ...found(sayConfirming(event, Date.now())) }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  const { submission, failed } = await parseForm(args.request, comingSchema)
  if (failed) return failed
  const done = await changeOwn(viewer.userId, () => confirmComing(viewer, eventId))
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal) {
    return refuseForm(submission, { '': ['You can no longer confirm, so nothing was saved.'] })
  }
  return redirectWithFlash(`/events/${eventId}`, 'Thank you. You are coming.')
}

export default function Confirmation() {
  const { id, name, said, canConfirm, ifNot } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  return (
    <>
      <PageHeader
        title="Are you coming?"
        back={{ to: `/events/${id}`, label: name }}
        lead={said}
        problems={problemsOf('confirmation', lastResult)}
      />
      {canConfirm ? (
        <PostForm form={{ id: 'confirmation' }}>
          {ifNot ? <p>{ifNot}</p> : null}
          <Actions>
            <button type="submit">I am coming</button>
            <a href={`/events/${id}`}>Not now</a>
          </Actions>
        </PostForm>
      ) : null}
    </>
  )
}
