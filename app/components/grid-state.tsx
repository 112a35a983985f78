import type { EventState } from '#app/models/events/event.ts'

type Props = { event: { id: string; state: EventState; wasDrawn: boolean; isLocked: boolean } }

export function GridState({ event: { id: eventId, state, wasDrawn, isLocked } }: Props) {
  if (state === 'closed' && isLocked) {
    return (
      <p className="note">
        The <a href={`/events/${eventId}/terms`}>terms of the draw are locked</a>. The draw fills in
        the numbers; until then they can only be read.
      </p>
    )
  }
  if (state === 'closed') {
    return (
      <p className="note">
        {wasDrawn
          ? 'A draft: what the draw gave is public, what you change asks for a reason, and members see theirs once it is final.'
          : 'A draft, seen by nobody but you and the admins.'}{' '}
        Save it as often as you like, then <a href={`/events/${eventId}/finalization`}>finalize</a>.
      </p>
    )
  }
  if (state === 'finalized') {
    return (
      <p className="note">
        Finalized: these numbers are published and can only be read here. To change them,{' '}
        <a href={`/events/${eventId}/finalization`}>un-finalize</a> first. Tickets of a coming event
        can be held for <a href={`/events/${eventId}/left-behind`}>who is left behind</a>.
      </p>
    )
  }
  if (state === 'cancelled') {
    return <p className="note">The event was cancelled. The draft can only be read.</p>
  }
  return (
    <p className="note">
      {state === 'open' ? 'Requests still come in.' : 'The event is not open yet.'} Tickets can be
      given once it is closed: <a href={`/events/${eventId}/closing`}>close requests</a> first.
    </p>
  )
}
