import type { EventState } from '#app/models/events/event.ts'

type Props = { event: { id: string; state: EventState; wasDrawn: boolean; isLocked: boolean } }

export function GridState({ event: { id: eventId, state, wasDrawn, isLocked } }: Props) {
  if (state === 'closed' && isLocked) {
    return (
      <p className="note">
        The <a href={`/events/${eventId}/terms`}>terms of the draw are locked</a>. The draw fills in
        the numbers. You can’t change them before that.
      </p>
    )
  }
  if (state === 'closed') {
    return (
      <p className="note">
        {wasDrawn
          ? 'This is a draft. The result of the draw is public. If you change a number, you must give a reason. People see their own number when you finalize.'
          : 'This is a draft. Only you and the admins can see it.'}{' '}
        Save it as often as you like, then <a href={`/events/${eventId}/finalization`}>finalize</a>.
      </p>
    )
  }
  if (state === 'finalized') {
    return (
      <p className="note">
        Finalized: everyone can see their number. To change one,{' '}
        <a href={`/events/${eventId}/finalization`}>reopen results</a> first. You can also hold
        tickets of an upcoming event for{' '}
        <a href={`/events/${eventId}/left-behind`}>people who got nothing</a>.
      </p>
    )
  }
  if (state === 'cancelled') {
    return <p className="note">The event is cancelled, so the draft can’t be changed.</p>
  }
  return (
    <p className="note">
      {state === 'open' ? (
        <>
          Requests are still open. <a href={`/events/${eventId}/closing`}>Close requests</a> first,
          then give out tickets.
        </>
      ) : (
        'Requests are not open yet. You can give out tickets after they have closed.'
      )}
    </p>
  )
}
