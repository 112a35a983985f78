import { sayCount } from '#app/values/count.ts'
import { Actions, PostForm } from './form.tsx'
import { LinkedText } from './linked-text.tsx'

type Props = {
  eventId: string
  mine: {
    howToGet: string
    confirmBy: string | null
    isLate: boolean
    releases: boolean
    hasConfirmed: boolean
    /** How many are entered; null where none are asked for. */
    names: number | null
    hasCalendar: boolean
    holding: number
  } | null
}

/** What a person can do who holds tickets or waits for some. */
export function MyTickets({ eventId, mine }: Props) {
  if (!mine) return null
  const path = `/events/${eventId}`
  return (
    <>
      {mine.confirmBy ? <AreYouComing path={path} mine={mine} by={mine.confirmBy} /> : null}
      {mine.howToGet ? (
        <section className="card keep-lines">
          <h2>How to get your tickets</h2>
          <p>
            <LinkedText text={mine.howToGet} />
          </p>
        </section>
      ) : null}
      {mine.hasConfirmed ? <p>You have confirmed that you are coming.</p> : null}
      <Links path={path} mine={mine} />
    </>
  )
}

type Part = { path: string; mine: NonNullable<Props['mine']> }

function AreYouComing({ path, mine, by }: Part & { by: string }) {
  return (
    <section className="card">
      <h2>Are you coming?</h2>
      <p>{mine.isLate ? `The organizer asked you to confirm by ${by}.` : `Confirm by ${by}.`}</p>
      {mine.releases ? (
        <p>
          If you don’t, your {mine.holding === 1 ? 'ticket goes' : 'tickets go'} to other people.
        </p>
      ) : null}
      <PostForm form={{ id: 'confirmation' }} action={`${path}/confirmation`} className="">
        <Actions>
          <button type="submit">I am coming</button>
        </Actions>
      </PostForm>
    </section>
  )
}

function Links({ path, mine: { names, hasCalendar } }: Part) {
  if (names === null && !hasCalendar) return null
  return (
    <p className="actions">
      {names === null ? null : (
        <span>
          <a className="row-link" href={`${path}/names`}>
            Who comes with you
          </a>
          {names > 0 ? ` (${sayCount(names, 'name')})` : null}
        </span>
      )}
      {hasCalendar ? (
        <a className="row-link" href={`${path}/calendar.ics`}>
          Add to your calendar
        </a>
      ) : null}
    </p>
  )
}
