import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Facts, Figures, StateBadge } from '#app/components/event-facts.tsx'
import { HowDecided } from '#app/components/how-decided.tsx'
import { LinkedText } from '#app/components/linked-text.tsx'
import { MyRequest } from '#app/components/my-request.tsx'
import { MyTickets } from '#app/components/my-tickets.tsx'
import { NextStepCard } from '#app/components/next-step.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { DoorDuty, Ticket } from '#app/components/ticket.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { summarizeMine } from '#app/models/after/mine/summary.server.ts'
import { sayHowDecided } from '#app/models/draw/public/promise.server.ts'
import { findEvent, type SeenEvent } from '#app/models/events/event.server.ts'
import { closingOf, stateWords } from '#app/models/events/event.ts'
import { sayMine } from '#app/models/hands/own/mine.ts'
import { doorDutyOf, ticketOf } from '#app/models/hands/ticket.server.ts'
import { readOrganizing } from '#app/models/organizing/organizing.server.ts'
import { sayNext } from '#app/models/requests/next.ts'
import { sayStanding } from '#app/models/requests/request.ts'
import { saySizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name ?? 'Event' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const {
    id,
    name,
    state,
    asked,
    firstSizes,
    totalTickets,
    isManaged,
    mySizes,
    myAmount,
    myDecided,
  } = event
  const promise = await sayHowDecided(id, state, event.timeZone)
  const after = isDecided(event) ? await summarizeMine(id, viewer.userId, event.wasDrawn) : null
  return {
    id,
    name,
    state,
    isManaged,
    organizing: isManaged ? await readOrganizing(event, promise) : null,
    facts: factsOf(event),
    notes: event.notes,
    promise,
    figures: [
      ['Tickets', totalTickets],
      ['People who asked', asked],
      ['Tickets wanted', firstSizes],
    ] as [string, number][],
    hasAsked: mySizes !== null,
    standing: sayStanding({ state, sizes: mySizes, amount: myAmount, decided: myDecided }),
    next: sayNext({ ...event, hasGotThem: after?.hasGotThem }, promise.locked, Date.now()),
    asking: mySizes && saySizes(mySizes),
    got: myAmount,
    ticket: ticketOf(event),
    duty: doorDutyOf(event),
    after,
    mine: sayMine(event, Date.now()),
    cancelReason: state === 'cancelled' ? event.cancelReason : null,
  }
}

function isDecided({ state }: SeenEvent): boolean {
  return state === 'finalized'
}

function factsOf(event: SeenEvent): [string, string | null][] {
  const say = (instant: number | null) =>
    instant === null ? null : sayInstant(instant, event.timeZone)
  return [
    ['Starts', say(event.startsAt)],
    ['Place', event.place],
    ['Requests open', event.opensAt === null ? 'Not set yet' : say(event.opensAt)],
    [
      event.state === 'draft' || event.state === 'open' ? 'Requests close' : 'Requests closed',
      say(closingOf(event)) ?? 'By hand',
    ],
    ['Most per person', String(event.mostPerRequest)],
    ['Confirm by', say(event.confirmBy)],
    ['Organizer', event.ownerName],
  ]
}

export default function EventPage() {
  const event = useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title={event.name} back={{ to: '/events', label: 'Events' }} />
      {event.organizing?.next ? null : (
        <p>
          <StateBadge state={event.state} word={stateWords[event.state]} />
        </p>
      )}
      {event.state === 'cancelled' ? (
        <p className="note keep-lines">
          This event is cancelled.{event.cancelReason ? ` ${event.cancelReason}` : null}
        </p>
      ) : null}
      {event.organizing ? <NextStepCard eventId={event.id} organizing={event.organizing} /> : null}
      <DoorDuty eventId={event.id} duty={event.duty} />
      <MyRequest event={event} />
      <MyTickets eventId={event.id} mine={event.mine} />
      <Ticket code={event.ticket} />
      <section className="keep-lines">
        <h2>The event</h2>
        <Facts
          rows={[
            ...event.facts,
            ['Notes', event.notes && <LinkedText key="notes" text={event.notes} />],
          ]}
        />
        <Figures rows={event.figures} />
      </section>
      <HowDecided eventId={event.id} promise={event.promise} isManaged={event.isManaged} />
    </>
  )
}
