import type { LoaderFunctionArgs, MetaFunction } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { StateBadge } from '#app/components/event-facts.tsx'
import { sayWhyLink } from '#app/components/my-request.tsx'
import { EmptyState, PageHeader } from '#app/components/page.tsx'
import { requireViewer } from '#app/http/viewer.server.ts'
import { stateWords } from '#app/models/events/event.ts'
import { type ListedEvent, listCurrentEvents } from '#app/models/events/list.server.ts'
import { isOrganizing } from '#app/models/people/user.ts'
import { sayStanding } from '#app/models/requests/request.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'

export const meta: MetaFunction = () => [{ title: 'Events' }]

export async function loader(args: LoaderFunctionArgs) {
  const viewer = requireViewer(args)
  const now = Date.now()
  const groups: Record<Group, Card[]> = {
    offered: [],
    open: [],
    toDecide: [],
    decided: [],
    asked: [],
    drafts: [],
  }
  for (const event of await listCurrentEvents(viewer))
    groups[groupOf(event, now)].push(cardOf(event))
  return { isOrganizing: isOrganizing(viewer.role), ...groups }
}

type Group = 'offered' | 'open' | 'toDecide' | 'decided' | 'asked' | 'drafts'

function groupOf({ state, isManaged, startsAt, myOffer }: ListedEvent, now: number): Group {
  if (myOffer && state === 'finalized') return 'offered'
  if (state === 'open') return 'open'
  if (!isManaged) return 'asked'
  if (state === 'closed') return 'toDecide'
  if (state === 'draft') return 'drafts'
  return state === 'finalized' && startsAt > now ? 'decided' : 'asked'
}

function cardOf(event: ListedEvent) {
  const { id, name, place, state, isManaged, timeZone, closesAt, opensAt } = event
  const opensLater = state === 'draft' && opensAt !== null
  return {
    id,
    name,
    place,
    state,
    isManaged,
    starts: sayInstant(event.startsAt, timeZone),
    closes: state === 'open' && closesAt !== null ? sayInstant(closesAt, timeZone) : null,
    opens: opensLater ? sayInstant(opensAt, timeZone) : null,
    totals: sayTotals(event),
    hasAsked: event.mySizes !== null,
    // Says nothing of an organizer who never asked for it.
    standing:
      state === 'finalized' && isManaged && event.mySizes === null
        ? null
        : sayStanding({
            state,
            sizes: event.mySizes,
            amount: event.myAmount,
            decided: event.myDecided,
          }),
    why: sayWhy(event),
    offer: state === 'finalized' ? offerOf(event) : null,
  }
}

function sayWhy({ state, mySizes, myAmount, myDecided }: ListedEvent): string | null {
  if (state !== 'finalized' || mySizes === null || myAmount === null) return null
  return sayWhyLink(Math.max(myDecided ?? 0, myAmount))
}

function offerOf({ myOffer, timeZone }: ListedEvent) {
  if (!myOffer) return null
  const until = sayInstant(myOffer.untilAt, timeZone)
  return { id: myOffer.id, says: `We hold ${sayTickets(myOffer.tickets)} for you until ${until}.` }
}

type Card = ReturnType<typeof cardOf>

function sayTotals({ asked, firstSizes, totalTickets }: ListedEvent): string {
  const asking = `${sayCount(asked, 'person')} asked for ${sayTickets(firstSizes)}.`
  return `${sayTickets(totalTickets)}. ${asked === 0 ? 'No requests yet.' : asking}`
}

export default function Events() {
  const { isOrganizing, offered, open, toDecide, decided, drafts, asked } =
    useLoaderData<typeof loader>()
  return (
    <>
      <PageHeader title="Events">
        {isOrganizing ? (
          <a className="button" href="/events/new">
            New event
          </a>
        ) : null}
      </PageHeader>
      <Section title="Tickets for you" cards={offered} />
      <Section title="To decide" cards={toDecide} />
      {open.length > 0 ? (
        <Section title="Open for requests" cards={open} />
      ) : (
        <NothingOpen isOrganizing={isOrganizing} />
      )}
      <Section title="Decided" cards={decided} />
      <Section title="You asked for these" cards={asked} />
      <Section title="Not open yet" cards={drafts} />
      <p>
        <a href="/events/history">All events</a>
      </p>
    </>
  )
}

function NothingOpen({ isOrganizing }: { isOrganizing: boolean }) {
  return (
    <EmptyState title="No event is open for requests">
      {isOrganizing ? (
        <p>
          <a href="/events/new">Create an event</a>, and members can ask for tickets here.
        </p>
      ) : (
        <p>New events will appear here.</p>
      )}
    </EmptyState>
  )
}

function Section({ title, cards }: { title: string; cards: Card[] }) {
  if (cards.length === 0) return null
  return (
    <section>
      <h2>{title}</h2>
      <ul className="cards">
        {cards.map(card => (
          <EventCard key={card.id} card={card} />
        ))}
      </ul>
    </section>
  )
}

function EventCard({ card }: { card: Card }) {
  return (
    <li className="card">
      <h3>
        <a href={`/events/${card.id}`}>{card.name}</a>
      </h3>
      <p className="card-facts">
        {card.starts}
        {card.place ? `, ${card.place}` : null}
        <br />
        <StateBadge state={card.state} word={stateWords[card.state]} /> {card.totals}
      </p>
      {card.closes ? <p className="card-facts">Requests close: {card.closes}</p> : null}
      {card.opens ? <p className="card-facts">Requests open: {card.opens}</p> : null}
      {card.offer ? (
        <>
          <p>{card.offer.says}</p>
          <p>
            <a className="button" href={`/events/${card.id}/offers/${card.offer.id}`}>
              Answer the offer<span className="visually-hidden">: {card.name}</span>
            </a>
          </p>
        </>
      ) : null}
      {card.standing ? <p className="standing">{card.standing}</p> : null}
      {card.why ? (
        <p>
          <a href={`/events/${card.id}/why`}>
            {card.why}
            <span className="visually-hidden">: {card.name}</span>
          </a>
        </p>
      ) : null}
      {card.state === 'open' ? (
        <p>
          <a
            className={card.hasAsked ? 'button quiet' : 'button'}
            href={`/events/${card.id}/request`}
          >
            {card.hasAsked ? 'See or change my request' : 'Ask for tickets'}
            <span className="visually-hidden">: {card.name}</span>
          </a>
        </p>
      ) : null}
      {card.isManaged ? <OrganizerLink card={card} /> : null}
    </li>
  )
}

function OrganizerLink({ card: { id, name, state } }: { card: Card }) {
  const isDecided = state === 'finalized'
  if (!isDecided && state !== 'closed') return null
  return (
    <p>
      <a
        className={isDecided ? 'button quiet' : 'button'}
        href={isDecided ? `/events/${id}/recipients` : `/events/${id}`}
      >
        {isDecided ? 'Who gets tickets' : 'Decide'}
        <span className="visually-hidden">: {name}</span>
      </a>
    </p>
  )
}
