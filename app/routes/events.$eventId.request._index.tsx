import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { AskForm } from '#app/components/ask-form.tsx'
import { ConfirmAsking } from '#app/components/confirm-asking.tsx'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { Receipt } from '#app/components/receipt.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findOwnEntry } from '#app/models/draw/public/promise.server.ts'
import { sayComingDraw, sayEntry } from '#app/models/draw/public/say-promise.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { closingOf } from '#app/models/events/event.ts'
import { confirmRefusals, requestRefusals } from '#app/models/events/refusals.ts'
import { confirmRequest } from '#app/models/requests/confirming.server.ts'
import { confirmationSchema, requestSchema } from '#app/models/requests/input.ts'
import { sayNext } from '#app/models/requests/next.ts'
import { findOwnRequest } from '#app/models/requests/request.server.ts'
import { sayEnteredBy, sayStanding } from '#app/models/requests/request.ts'
import { saveRequest } from '#app/models/requests/writing.server.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { saySizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `My request for ${data?.name ?? 'an event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const request = await findOwnRequest(viewer.userId, event.id)
  const entry = await findOwnEntry(event.id, viewer.userId)
  const { id, name, state, timeZone, mostPerRequest, myAmount, myDecided } = event
  const closing = closingOf(event)
  const say = (instant: number) => sayInstant(instant, timeZone)
  const draw = entry?.locked ?? null
  return {
    id,
    name,
    isOpen: state === 'open',
    mostPerRequest,
    starts: say(event.startsAt),
    closes: closing === null ? 'when the organizer closes them' : say(closing),
    entry: request && entry ? sayEntry(entry) : null,
    countsLosses: entry?.countsLosses ?? false,
    standing: sayStanding({
      state,
      sizes: request?.sizes ?? null,
      amount: myAmount,
      decided: myDecided,
    }),
    next: sayNext(event, draw && sayComingDraw(draw, timeZone), Date.now()),
    got: state === 'finalized' ? (myDecided ?? myAmount) : null,
    request: request
      ? {
          id: request.id,
          asked: saySizes(request.sizes),
          sizes: request.sizes.map(String),
          note: request.note,
          version: request.version,
          made: say(request.createdAt),
          changed: request.changedAt === request.createdAt ? null : say(request.changedAt),
          enteredByName: request.enteredByName,
          isConfirmed: request.isConfirmed,
          enteredBy: sayEnteredBy(request, 'you'),
        }
      : null,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  const form = await readForm(args.request)
  found(await findEvent(viewer, eventId))
  if (form.get('intent') === 'confirm') return confirm(viewer, eventId, form)
  const { value, submission, failed } = parseFormData(form, requestSchema)
  if (failed) return failed
  const { userId } = viewer
  const done = await changeOwn(userId, () => saveRequest(viewer, { ...value, eventId, userId }))
  const { refusal, outcome } = done
  if (refusal === 'not-found') throw notFound()
  if (refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (refusal === 'stale') return refuseForm(submission, { '': [STALE] })
  if (refusal) return refuseForm(submission, requestRefusals[refusal])
  return redirectWithFlash(`/events/${eventId}/request`, outcomes[outcome](saySizes(value.sizes)))
}

async function confirm(viewer: Viewer, eventId: string, form: FormData) {
  const { value, submission, failed } = parseFormData(form, confirmationSchema)
  if (failed) return failed
  const { userId } = viewer
  const done = await changeOwn(userId, () => confirmRequest(viewer, eventId, value))
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal === 'too-often') return refuseTooOften(submission, done.seconds)
  if (done.refusal) return refuseForm(submission, { '': [confirmRefusals[done.refusal]] })
  return redirectWithFlash(
    `/events/${eventId}/request`,
    'You confirmed that you asked for this. It now counts in your record of losses and wins.',
  )
}

const STALE =
  'Your request was changed elsewhere, perhaps in another tab, so nothing was saved. It is shown above as it is now. What you chose is below. Press the button again to save it.'

const outcomes = {
  made: (asked: string) => `Your request is in: ${asked}.`,
  changed: (asked: string) => `Your request is changed: ${asked}.`,
  same: () => 'Nothing was changed. Your request is the same as before.',
}

export default function MyRequest() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { name, request, isOpen } = page
  const askResult = lastResult?.initialValue?.intent === 'confirm' ? undefined : lastResult
  return (
    <>
      <PageHeader
        title={request ? 'My request' : 'Ask for tickets'}
        back={{ to: `/events/${page.id}`, label: name }}
        lead={`${name}, ${page.starts}`}
        problems={problemsOf('request', lastResult)}
      />
      {request ? <ConfirmAsking request={request} isOpen={isOpen} /> : null}
      {request ? <Receipt {...page} eventId={page.id} request={request} /> : null}
      {request ? null : <NotAsked {...page} />}
      {/* After closing, what was typed can still be read, but the form has no button. */}
      {isOpen || askResult ? <AskForm page={page} lastResult={askResult} /> : null}
    </>
  )
}

function NotAsked({ standing, next }: { standing: string; next: string }) {
  return (
    <p className="note">
      {standing} {next}
    </p>
  )
}
