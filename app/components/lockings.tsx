import type { PublicLog } from '#app/models/draw/public/log.server.ts'

type At = (instant: number) => string
type Lockings = PublicLog['lockings']

/** Also those that were cancelled. */
export function Locked(props: { eventId: string; lockings: Lockings; at: At; isOver: boolean }) {
  const { eventId, lockings, at, isOver } = props
  if (lockings.length === 0)
    return <p>{isOver ? 'No terms were locked.' : 'The terms of the draw are not locked yet.'}</p>
  return (
    <ul className="promises">
      {lockings.map(each => (
        <li key={each.draw}>
          <a href={`/events/${eventId}/draws/${each.draw}`}>Terms of draw {each.draw}</a>, locked{' '}
          {at(each.lockedAt)}
          {each.lockedByName ? ` by ${each.lockedByName}` : null}.{' '}
          {each.knownAt === null ? 'No public value.' : `Time of the draw: ${at(each.knownAt)}.`}
          {each.cancelledAt === null ? null : ` ${sayCancelled(each, at)}`}
        </li>
      ))}
    </ul>
  )
}

function sayCancelled(
  { cancelledAt, cancelledByName, cancelReason }: Lockings[number],
  at: At,
): string {
  const by = cancelledByName ? ` by ${cancelledByName}` : ''
  return `Cancelled ${at(cancelledAt ?? 0)}${by}: ${cancelReason}`
}
