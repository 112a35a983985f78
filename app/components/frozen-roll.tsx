import type { readPublicLog } from '#app/models/draw/public/log.server.ts'
import { sayCount } from '#app/values/count.ts'

type Log = Awaited<ReturnType<typeof readPublicLog>>
type At = { at: (instant: number) => string }

type FrozenProps = At & {
  eventId: string
  roll: Log['roll'] | null
  order: string
  withdrawn: Log['withdrawn']
}

export function Frozen({ eventId, roll, order, withdrawn, at }: FrozenProps) {
  return (
    <>
      {roll ? (
        <Roll eventId={eventId} roll={roll} order={order} at={at} />
      ) : (
        <p>The roll is frozen when requests close: every request as a line without a name.</p>
      )}
      <Withdrawn eventId={eventId} rolls={withdrawn} at={at} />
    </>
  )
}

type RollProps = At & { eventId: string; roll: NonNullable<Log['roll']>; order: string }

function Roll({ eventId, roll, order, at }: RollProps) {
  return (
    <>
      <p>
        {sayCount(roll.entries, 'entry')}, frozen {at(roll.frozenAt)}. Order: {order}. Its hash:{' '}
        <code>{roll.rollHash}</code>
      </p>
      {roll.text === null ? null : (
        <details>
          <summary>The roll: code, sizes, tickets in the hat, priority</summary>
          <pre className="roll">{roll.text}</pre>
        </details>
      )}
      <p>
        <a href={`/events/${eventId}/draws/roll.txt`}>The roll as a file</a>, byte for byte as it is
        hashed
        {roll.text === null ? ': code, sizes, tickets in the hat and priority of each entry' : ''}.
      </p>
    </>
  )
}

type WithdrawnProps = At & { eventId: string; rolls: Log['withdrawn'] }

/** Rolls frozen before requests were reopened: their hashes were public and stay public. */
function Withdrawn({ eventId, rolls, at }: WithdrawnProps) {
  if (rolls.length === 0) return null
  return (
    <>
      <h3>Withdrawn, since requests were reopened</h3>
      <ul className="promises">
        {rolls.map(({ number, entries, frozenAt, withdrawnAt, rollHash }) => (
          <li key={number}>
            <a href={`/events/${eventId}/draws/roll.txt?number=${number}`}>Roll {number}</a>,{' '}
            {sayCount(entries, 'entry')}, frozen {at(frozenAt)}, withdrawn {at(withdrawnAt)}: hash{' '}
            <code>{rollHash}</code>
          </li>
        ))}
      </ul>
    </>
  )
}
