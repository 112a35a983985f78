import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Facts } from '#app/components/event-facts.tsx'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { showFact } from '#app/components/how-decided.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { RequestFields, SeenRequestFields } from '#app/components/request-fields.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { findOwnEntry } from '#app/models/draw/public/promise.server.ts'
import { sayEntry } from '#app/models/draw/public/say-promise.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { closingOf } from '#app/models/events/event.ts'
import { requestRefusals } from '#app/models/events/refusals.ts'
import { type RequestForm, requestSchema } from '#app/models/requests/input.ts'
import { findOwnRequest } from '#app/models/requests/request.server.ts'
import { sayStanding } from '#app/models/requests/request.ts'
import { saveRequest } from '#app/models/requests/writing.server.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
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
  const { id, name, state, timeZone, mostPerRequest, myAmount } = event
  const closing = closingOf(event)
  const say = (instant: number) => sayInstant(instant, timeZone)
  return {
    id,
    name,
    isOpen: state === 'open',
    mostPerRequest,
    starts: say(event.startsAt),
    closes: closing === null ? 'when the organizer closes them' : say(closing),
    entry: request && entry ? sayEntry(entry) : null,
    countsLosses: entry?.countsLosses ?? false,
    standing: sayStanding({ state, sizes: request?.sizes ?? null, amount: myAmount }),
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
        }
      : null,
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  const { value, submission, failed } = await parseForm(args.request, requestSchema)
  found(await findEvent(viewer, eventId))
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

const STALE =
  'Your request was changed elsewhere, perhaps in another tab, so nothing was saved. It stands above as it is now; what you chose is below. Press the button again to put it in place.'

const outcomes = {
  made: (asked: string) => `Your request is in: ${asked}.`,
  changed: (asked: string) => `Your request is changed: ${asked}.`,
  same: () => 'Nothing was changed: your request stands as it did.',
}

export default function MyRequest() {
  const page = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { name, request } = page
  return (
    <>
      <PageHeader
        title={request ? 'My request' : 'Ask for tickets'}
        back={{ to: `/events/${page.id}`, label: name }}
        lead={`${name}, ${page.starts}`}
        problems={problemsOf('request', lastResult)}
      />
      {request ? <Receipt page={page} /> : null}
      {page.isOpen ? null : <p className="note">{request ? CLOSED : page.standing}</p>}
      {/* After closing, what was typed stays to be read, without a button that could not work. */}
      {page.isOpen || lastResult ? <AskForm page={page} lastResult={lastResult} /> : null}
    </>
  )
}

const CLOSED = 'Requests are closed: this one can be changed no more.'

type Page = ReturnType<typeof useLoaderData<typeof loader>>

function Receipt({ page }: { page: Page }) {
  const { request, standing, closes, isOpen, entry, countsLosses } = page
  if (!request) return null
  return (
    <section className="card" aria-labelledby="receipt">
      <h2 id="receipt">Receipt</h2>
      <p className="standing">{standing}</p>
      <div className="keep-lines">
        <Facts
          rows={[
            ['Asked for', request.asked],
            ['Your note', request.note],
            ['Received', request.made],
            ['Last changed', request.changed],
            ['Entered by', request.enteredByName],
            [isOpen ? 'Requests close' : 'Requests closed', closes],
            ...(entry ?? []).map(fact => [fact.name, showFact(fact)] as [string, React.ReactNode]),
          ]}
        />
      </div>
      {entry ? (
        <p className="hint">
          The draw lists you by this code and never by name. Nobody else is told it.{' '}
          <a href={`/events/${page.id}/draws`}>What is public about the draw</a>
          {countsLosses ? (
            <>
              {' · '}
              <a href="/account/fairness">How your losses are counted</a>
            </>
          ) : null}
        </p>
      ) : null}
      {isOpen ? (
        <p>
          <a href={`/events/${page.id}/request/withdrawal`}>Withdraw my request</a>
        </p>
      ) : null}
    </section>
  )
}

function AskForm({
  page,
  lastResult,
}: {
  page: Page
  lastResult: NonNullable<ReturnType<typeof useActionData<typeof action>>>['lastResult'] | undefined
}) {
  const { request, isOpen, mostPerRequest } = page
  const [form, fields] = useServerForm<RequestForm>({
    id: 'request',
    lastResult,
    defaultValue: request ? { sizes: request.sizes, note: request.note } : {},
  })
  return (
    <>
      {request ? <h2>Change it</h2> : null}
      <PostForm form={form}>
        <SeenRequestFields request={request} />
        <RequestFields
          fields={fields}
          most={mostPerRequest}
          noteHint="Only the organizers read it. Up to 500 characters."
        />
        {isOpen ? (
          <>
            {request ? null : <p className="hint">Requests close: {page.closes}</p>}
            <Actions>
              <button type="submit">{request ? 'Save my request' : 'Ask for these tickets'}</button>
            </Actions>
          </>
        ) : null}
      </PostForm>
    </>
  )
}
