import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Facts, Figures, StateBadge } from '#app/components/event-facts.tsx'
import { HowDecided } from '#app/components/how-decided.tsx'
import { NextStepCard } from '#app/components/next-step.tsx'
import { PageHeader } from '#app/components/page.tsx'
import { found } from '#app/http/not-found.server.ts'
import { requireViewer } from '#app/http/viewer.server.ts'
import { sayHowDecided } from '#app/models/draw/public/promise.server.ts'
import { findEvent, type SeenEvent } from '#app/models/events/event.server.ts'
import { closingOf, stateWords } from '#app/models/events/event.ts'
import { readOrganizing } from '#app/models/organizing/organizing.server.ts'
import { sayStanding } from '#app/models/requests/request.ts'
import { saySizes } from '#app/values/size.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction<typeof loader> = ({ data }) => [{ title: data?.name ?? 'Event' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const event = found(await findEvent(viewer, args.params.eventId ?? ''))
  const { id, name, state, asked, firstSizes, totalTickets, isManaged, mySizes, myAmount } = event
  const promise = await sayHowDecided(id, state, event.timeZone)
  return {
    id,
    name,
    state,
    isManaged,
    organizing: isManaged ? await readOrganizing(event, promise) : null,
    facts: factsOf(event),
    promise,
    figures: [
      ['Tickets in all', totalTickets],
      ['People who ask', asked],
      ['Tickets asked for at first sizes', firstSizes],
    ] as [string, number][],
    hasAsked: mySizes !== null,
    standing: sayStanding({ state, sizes: mySizes, amount: myAmount }),
    asking: mySizes && saySizes(mySizes),
    isDecided: state === 'finalized' && myAmount !== null,
    cancelReason: state === 'cancelled' ? event.cancelReason : null,
  }
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
    ['Organizer', event.ownerName],
    ['Notes', event.notes],
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
      <MyRequest event={event} />
      <section className="keep-lines">
        <h2>The event</h2>
        <Facts rows={event.facts} />
        <Figures rows={event.figures} />
      </section>
      <HowDecided
        eventId={event.id}
        promise={event.promise}
        isManaged={event.isManaged}
        isDecided={event.isDecided}
      />
    </>
  )
}

type Page = ReturnType<typeof useLoaderData<typeof loader>>

function MyRequest({ event }: { event: Page }) {
  if (event.state === 'draft' || (event.state === 'cancelled' && !event.hasAsked)) return null
  if (event.isManaged && event.state !== 'open' && !event.hasAsked) return null
  return (
    <section className="card">
      <h2>{event.isDecided ? 'Your result' : 'Your request'}</h2>
      <p className={event.isDecided ? 'result' : 'standing'}>{event.standing}</p>
      {event.asking && (event.isDecided || event.state === 'cancelled') ? (
        <p>You asked for {event.asking}.</p>
      ) : null}
      {event.state === 'open' ? (
        <p>
          <a className="button" href={`/events/${event.id}/request`}>
            {event.hasAsked ? 'See or change my request' : 'Ask for tickets'}
          </a>
        </p>
      ) : null}
      {event.hasAsked && event.state !== 'open' ? (
        <p>
          <a href={`/events/${event.id}/request`}>My receipt</a>
          {event.isDecided ? (
            <>
              {' · '}
              <a href={`/events/${event.id}/why`}>Why did I get this?</a>
            </>
          ) : null}
        </p>
      ) : null}
    </section>
  )
}
