import type { ActionFunctionArgs, LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Actions, PostForm, useServerForm } from '#app/components/form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { WhenField } from '#app/components/when-field.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { type FormErrors, parseForm, refuseForm } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireOrganizer } from '#app/http/viewer.server.ts'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { canReopen, type EventState } from '#app/models/events/event.ts'
import { type ClosingInput, closingSchema } from '#app/models/events/input.ts'
import { closeEvent, reopenEvent } from '#app/models/organizing/closing.server.ts'
import { openEvent } from '#app/models/organizing/opening.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { sayInstant } from '#app/values/time.ts'
import { hintsOfTime } from '#app/values/when-input.ts'

const verbs: Partial<Record<EventState, string>> = { draft: 'Open', closed: 'Reopen' }

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: `${verbs[data?.state ?? 'open'] ?? 'Close'} requests: ${data?.name ?? 'event'}` },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, asked, timeZone, startsAt, closesAt, wasFinalized, wasDrawn } = event
  return {
    id,
    name,
    state,
    asked,
    canReopen: canReopen(event, Date.now()),
    wasDrawn,
    wasFinalized,
    isLocked: event.isLocked,
    starts: sayInstant(startsAt, timeZone),
    closes: closesAt === null ? null : sayInstant(closesAt, timeZone),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireOrganizer(args)
  const event = found(await findManagedEvent(viewer, args.params.eventId ?? ''))
  const { value, submission, failed } = await parseForm(args.request, closingSchema(event))
  if (failed) return failed
  const { refusal } = await change(viewer, event.id, value)
  if (refusal === 'not-found') throw notFound()
  if (refusal) return refuseForm(submission, refusals[refusal])
  const next = value.intent === 'open' ? '/invitation' : ''
  return redirectWithFlash(`/events/${event.id}${next}`, done[value.intent])
}

const done = {
  open: 'Requests are open.',
  close: 'Requests are closed.',
  reopen: 'Requests are open again.',
}

function change(viewer: Viewer, eventId: string, value: ClosingInput) {
  if (value.intent === 'reopen') return reopenEvent(viewer, eventId, value.closesAt)
  return value.intent === 'open' ? openEvent(viewer, eventId) : closeEvent(viewer, eventId)
}

type Refusal = NonNullable<Awaited<ReturnType<typeof change>>['refusal']>

const refusals: Record<Exclude<Refusal, 'not-found'>, FormErrors> = {
  'not-draft': { '': ['This event is not a draft now. Nothing was changed.'] },
  stale: { '': ['Someone changed this event just now. Look at it again, then open requests.'] },
  'not-open': { '': ['Requests are not open, so there is nothing to close.'] },
  'not-closed': { '': ['Requests are not closed, so there is nothing to reopen.'] },
  decided: { '': ['This event has already been decided, so requests can’t be reopened.'] },
  locked: { '': ['The terms of the draw are locked, so requests can’t be reopened.'] },
  drawn: { '': ['A draw was made, so requests can’t be reopened.'] },
  drafted: { '': ['The list already has numbers. Clear them first, then reopen requests.'] },
  'too-late': { closesDate: ['This time has passed. Enter a later one.'] },
  'closes-after-start': { closesDate: ['Requests must close before the event starts.'] },
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>
type Closing = { intent: string; closesDate: string; closesTime: string }

export default function ClosingPage() {
  const page = useLoaderData<typeof loader>()
  const [form, fields] = useServerForm<Closing>({
    id: 'closing',
    lastResult: useActionData<typeof action>()?.lastResult,
  })
  const back = `/events/${page.id}`
  const { title, lead, button } = wordsOf(page)
  return (
    <>
      <PageHeader title={title} back={{ to: back, label: page.name }} lead={lead} problems={form} />
      {button ? (
        <PostForm form={form}>
          {page.canReopen ? (
            <WhenField
              date={fields.closesDate}
              time={fields.closesTime}
              label="Requests close again"
              hint={`At the latest when the event starts: ${page.starts}. ${hintsOfTime.closes}`}
              required
            />
          ) : null}
          <Actions>
            <button type="submit" name="intent" value={button}>
              {buttons[button]}
            </button>
            <a className="button quiet" href={back}>
              Cancel
            </a>
          </Actions>
        </PostForm>
      ) : null}
    </>
  )
}

const buttons = {
  open: 'Open requests',
  close: 'Close requests now',
  reopen: 'Reopen requests',
}

type Words = { title: string; lead: string; button: keyof typeof buttons | undefined }

function wordsOf({
  name,
  state,
  asked,
  closes,
  canReopen,
  wasFinalized,
  wasDrawn,
  isLocked,
}: Page): Words {
  if (state === 'draft')
    return {
      title: `Open requests for ${name}?`,
      lead: `Everyone with an account can then see the event and ask for tickets.${closes ? ` Requests close on ${closes}.` : ''}`,
      button: 'open',
    }
  if (state === 'open') {
    const people =
      asked === 0
        ? 'Nobody has asked'
        : `${sayCount(asked, 'person')} ${wordFor(asked, 'has')} asked`
    const planned = closes ? ` They would close on ${closes}.` : ''
    return {
      title: `Close requests for ${name}?`,
      lead: `${people} so far. After closing, nobody can ask, change or withdraw.${planned}`,
      button: 'close',
    }
  }
  const title = `Reopen requests for ${name}?`
  if (canReopen)
    return {
      title,
      lead: 'People can ask, change and withdraw again until the new closing time.',
      button: 'reopen',
    }
  const lead =
    state === 'cancelled'
      ? 'The event is cancelled.'
      : state === 'finalized' || wasFinalized
        ? 'This event has already been decided, so requests can’t be reopened.'
        : wasDrawn
          ? 'A draw was made, so requests can’t be reopened.'
          : isLocked
            ? 'The terms of the draw are locked, so requests can’t be reopened now.'
            : 'The event has started, so requests stay closed.'
  return { title: `Requests for ${name}`, lead, button: undefined }
}
