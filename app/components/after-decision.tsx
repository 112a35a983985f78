/** What a person can do with their tickets after the decision, and how they came about. */
export type MyWaysAfter = {
  takesPart: boolean
  decided: number | null
  /** "You got 2 in the draw and gave 1 back." */
  how: string | null
  /** Where they are on the waiting list. */
  now: string | null
  offer: { id: string; says: string } | null
  /** In the last call: what they can do. */
  lastCall: string | null
  canGiveBack: boolean
  /** What the link to the waiting list says; null where there is nothing to do there. */
  list: string | null
}

type Props = { eventId: string; after: MyWaysAfter }

/** Comes first, as it has an end. */
export function MyOfferCard({ eventId, after: { offer, lastCall } }: Props) {
  if (offer)
    return (
      <section className="card card-chosen">
        <h2>Tickets for you</h2>
        <p>{offer.says}</p>
        <p className="actions">
          <a className="button" href={`/events/${eventId}/offers/${offer.id}`}>
            Answer the offer
          </a>
        </p>
      </section>
    )
  if (!lastCall) return null
  return (
    <section className="card card-chosen">
      <h2>Last call</h2>
      <p>{lastCall}</p>
      <p className="actions">
        <a className="button" href={`/events/${eventId}/waiting-list`}>
          Take tickets
        </a>
      </p>
    </section>
  )
}

export function WaysAfter({ eventId, after: { canGiveBack, list } }: Props) {
  return (
    <>
      {canGiveBack ? (
        <a className="button quiet" href={`/events/${eventId}/return`}>
          Give tickets back
        </a>
      ) : null}
      {list ? (
        <a className="button quiet" href={`/events/${eventId}/waiting-list`}>
          {list}
        </a>
      ) : null}
    </>
  )
}
