import type { FoundCommitments } from '#app/models/people/commitments.server.ts'
import { sayTickets } from '#app/values/tickets.ts'

const whatBecomes = {
  listed: 'The draw leaves this request out when requests close.',
  'on-roll': 'Requests have closed, so the draw still includes this request.',
  'by-hand': 'Decide this request by hand.',
}

/** For a person who is deactivated or about to be. */
export function Commitments({ requests, holdings }: FoundCommitments) {
  return (
    <>
      {requests.length > 0 ? (
        <section>
          <h2>Requests not decided yet</h2>
          <ul>
            {requests.map(({ eventId, eventName, starts, standing }) => (
              <li key={eventId}>
                <a href={`/events/${eventId}/requests`}>{eventName}</a>, {starts}.{' '}
                {whatBecomes[standing]}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
      {holdings.length > 0 ? (
        <section>
          <h2>Tickets for upcoming events</h2>
          <p>
            They keep these tickets until the organizer decides. What they are offered goes to the
            next person on the waiting list.
          </p>
          <ul>
            {holdings.map(({ eventId, eventName, starts, amount, offered }) => (
              <li key={eventId}>
                <a href={`/events/${eventId}/line`}>{eventName}</a>, {starts}: {sayTickets(amount)}
                {offered > 0 ? ` and an offer of ${sayTickets(offered)}` : ''}
              </li>
            ))}
          </ul>
        </section>
      ) : null}
    </>
  )
}
