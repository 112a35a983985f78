import type {
  ActionFunctionArgs,
  HeadersFunction,
  LoaderFunctionArgs,
  MetaFunction,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { problemsOf } from '#app/components/error-summary.tsx'
import { Facts } from '#app/components/event-facts.tsx'
import { AcceptForm, IntentForm } from '#app/components/offer-form.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { redirectWithFlash } from '#app/http/flash.server.ts'
import { parseFormData, readForm, refuseForm, refuseTooOften } from '#app/http/forms/form.server.ts'
import { found, notFound } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { answerOffer } from '#app/models/after/member.server.ts'
import { noFieldsSchema, ticketsSchema } from '#app/models/after/mine/input.ts'
import { findOfferPage } from '#app/models/after/mine/offer-page.server.ts'
import { answerRefusals } from '#app/models/after/mine/refusal-words.ts'
import { findEvent } from '#app/models/events/event.server.ts'
import { changeOwn } from '#app/models/sign-in/own-change.server.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'

export const headers: HeadersFunction = ({ actionHeaders }) => actionHeaders

export const meta: MetaFunction<typeof loader> = ({ data }) => [
  { title: data ? `Tickets for you: ${data.name}` : 'Tickets for you' },
]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const { eventId = '', offerId = '' } = args.params
  const event = found(await findEvent(viewer, eventId))
  const offer = found(await findOfferPage(event.id, viewer.userId, offerId))
  const { id, name, place, timeZone, startsAt } = event
  return {
    ...offer,
    ...{ id, name, place },
    until: sayInstant(offer.untilAt, timeZone),
    starts: sayInstant(startsAt, timeZone),
  }
}

export async function action(args: ActionFunctionArgs) {
  const viewer = requireViewer(args)
  const { eventId = '', offerId = '' } = args.params
  found(await findEvent(viewer, eventId))
  found(await findOfferPage(eventId, viewer.userId, offerId))
  const form = await readForm(args.request)
  const declines = form.get('intent') === 'decline'
  const { value, submission, failed } = declines
    ? parseFormData(form, noFieldsSchema)
    : parseFormData(form, ticketsSchema)
  if (failed) return failed
  const take = 'tickets' in value ? value.tickets : 0
  const done = await changeOwn(viewer.userId, () => answerOffer(viewer, eventId, { offerId, take }))
  if ('seconds' in done) return refuseTooOften(submission, done.seconds)
  if (done.refusal === 'not-found') throw notFound()
  if (done.refusal) return refuseForm(submission, answerRefusals[done.refusal])
  return take > 0
    ? redirectWithFlash(`/events/${eventId}`, `You accepted ${sayTickets(take)}.`)
    : redirectWithFlash(`/events/${eventId}/offers/${offerId}`, 'You declined the offer.')
}

export default function Offer() {
  const offer = useLoaderData<typeof loader>()
  const lastResult = useActionData<typeof action>()?.lastResult
  const { id, name, isOpen, became, starts, place } = offer
  return (
    <>
      <PageHeader
        title={isOpen ? `You can have ${sayTickets(offer.tickets)}` : 'This offer has ended'}
        back={{ to: `/events/${id}`, label: name }}
        lead={
          isOpen
            ? `We hold ${offer.tickets === 1 ? 'it' : 'them'} for you until ${offer.until}.`
            : became
        }
        problems={problemsOf('accept', lastResult)}
      />
      {isOpen ? <Answer offer={offer} lastResult={lastResult} /> : <Ended offer={offer} />}
      <h2>The event</h2>
      <Facts
        rows={[
          ['Starts', starts],
          ['Place', place],
          ['You have now', offer.holding > 0 ? sayTickets(offer.holding) : null],
        ]}
      />
    </>
  )
}

type Shown = ReturnType<typeof useLoaderData<typeof loader>>
type Answered = NonNullable<ReturnType<typeof useActionData<typeof action>>>['lastResult']

function Answer({ offer, lastResult }: { offer: Shown; lastResult: Answered | undefined }) {
  return (
    <>
      <AcceptForm lastResult={lastResult} amounts={offer.amounts} holding={offer.holding} />
      <IntentForm intent="decline" isQuiet>
        Decline
      </IntentForm>
    </>
  )
}

function Ended({ offer: { id, canComeBack } }: { offer: Shown }) {
  const list = `/events/${id}/waiting-list`
  return (
    <>
      {canComeBack ? (
        <>
          <p>
            You keep your place on the waiting list. You get no new offer until you choose “Put me
            back”.
          </p>
          <IntentForm intent="back" action={list}>
            Put me back
          </IntentForm>
        </>
      ) : null}
      <p>
        <a className="row-link" href={list}>
          See the waiting list
        </a>
      </p>
    </>
  )
}
