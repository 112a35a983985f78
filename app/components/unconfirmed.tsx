import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'

type Props = {
  unconfirmed: {
    people: { userId: string; name: string; email: string; holding: number }[]
    by: string
    releases: boolean
  } | null
}

/** For the organizer: who holds tickets and has not said that they are coming. */
export function Unconfirmed({ unconfirmed }: Props) {
  if (!unconfirmed) return null
  const { people, by, releases } = unconfirmed
  return (
    <section>
      <h2>Not confirmed yet</h2>
      <p>
        {people.length === 0
          ? 'Everyone who holds tickets has confirmed.'
          : `${sayCount(people.length, 'person')} with tickets ${people.length === 1 ? 'has' : 'have'} not confirmed. They were asked to confirm by ${by}.`}
        {people.length > 0 && releases
          ? ' What is not confirmed by then goes to other people.'
          : null}
      </p>
      {people.length > 0 ? (
        <ul>
          {people.map(({ userId, name, email, holding }) => (
            <li key={userId}>
              {name}, {sayTickets(holding)}, <a href={`mailto:${email}`}>{email}</a>
            </li>
          ))}
        </ul>
      ) : null}
    </section>
  )
}
