import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { ReturnForm } from '#app/components/return-form.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { giveBack } from '#app/models/after/member.server.ts'
import { returnSchema } from '#app/models/after/mine/input.ts'
import { readMine } from '#app/models/after/mine/mine.server.ts'
import { canGiveBack, type Mine, openOfferOf } from '#app/models/after/mine/mine.ts'
import { returnRefusals } from '#app/models/after/mine/refusal-words.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import { sayTickets } from '#app/values/tickets.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction = () => [{ title: 'Give tickets back' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const mine = await readMine(event.id, viewer.userId)
  return {
    eventId: event.id,
    name: event.name,
    holding: mine?.me?.holding ?? 0,
    offered: (mine && openOfferOf(mine)?.tickets) ?? 0,
    cannot: sayCannot(mine),
  }
}

function sayCannot(mine: Mine | undefined): string | null {
  if (!mine?.me || mine.me.holding === 0)
    return 'You have no tickets for this event, so there is nothing to give back.'
  if (mine.event.cancelledAt !== null)
    return 'The event is cancelled. You do not need to do anything.'
  if (mine.me.wasHandedOver)
    return 'You already have your tickets. Ask the organizer if you want to give them back.'
  return canGiveBack(mine) ? null : 'The event has started, so tickets can no longer be given back.'
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const eventId = args.params.eventId ?? ''
  found(await findEvent(viewer, eventId))
  const { value, submission, failed } = await parseForm(args.request, returnSchema)
  if (failed) return failed
  const done = await changeOwn(viewer.userId, () => giveBack(viewer, eventId, value))
  if ('seconds' in done) return refuseTooOften(submission, done.seconds)
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal) return refuseForm(submission, returnRefusals[done.refusal])
  const left = value.seen - value.tickets
  const now = left === 0 ? 'You now have none.' : `You now have ${left}.`
  return redirectWithFlash(
    `/events/${eventId}`,
    `You gave back ${sayTickets(value.tickets)}. Thank you. ${now}`,
  )
}

export default function Return() {
  const { eventId, name, holding, offered, cannot } = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const back = `/events/${eventId}`
  return (
    <>
      <PageHeader
        title="Give tickets back"
        back={{ to: back, label: name }}
        lead={cannot ? undefined : `You have ${sayTickets(holding)} for ${name}.`}
        problems={problemsOf('return', lastResult)}
      />
      {cannot ? (
        <p className="note">{cannot}</p>
      ) : (
        <>
          <ReturnForm lastResult={lastResult} holding={holding} back={back} />
          <p className="hint">
            What you give back goes to someone else at once, so you may not get it back.
            {offered > 0 ? ` Your open offer of ${sayTickets(offered)} is declined with it.` : null}
          </p>
        </>
      )}
    </>
  )
}
