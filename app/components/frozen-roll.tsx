import type { readPublicLog } from '#app/models/draw/public/log.server.ts'
import { sayCount } from '#app/values/count.ts'

type Log = Awaited<ReturnType<typeof readPublicLog>>
type At = { at: (instant: number) => string }

type FrozenProps = At & {
  eventId: string
  roll: Log['roll'] | null
  order: string
  withdrawn: Log['withdrawn']
  /** The event is decided or cancelled. */
  isOver: boolean
}

export function Frozen({ roll, order, withdrawn, at, isOver }: Omit<FrozenProps, 'eventId'>) {
  return (
    <>
      {roll ? (
        <p>
          {sayCount(roll.entries, 'entry')}, locked {at(roll.frozenAt)}. {order}.
        </p>
      ) : (
        <p>
          {isOver
            ? 'No entries were locked.'
            : 'When requests close, all entries are locked. The list has codes and no names.'}
        </p>
      )}
      {withdrawn.length > 0 ? (
        <>
          <h3>Withdrawn when requests were reopened</h3>
          <ul className="promises">
            {withdrawn.map(({ number, entries, frozenAt, withdrawnAt }) => (
              <li key={number}>
                List {number}: {sayCount(entries, 'entry')}, locked {at(frozenAt)}, withdrawn{' '}
                {at(withdrawnAt)}.
              </li>
            ))}
          </ul>
        </>
      ) : null}
    </>
  )
}

type RollProps = Omit<FrozenProps, 'at' | 'order' | 'isOver'>

/** Rolls withdrawn by a reopening were public, and stay so. */
export function RollsToCheck({ eventId, roll, withdrawn }: RollProps) {
  const file = `/events/${eventId}/draws/roll.txt`
  return (
    <>
      {roll ? (
        <p>
          <a href={file}>The roll as a file</a> is the list of all entries, exactly as it is hashed:
          code, sizes, tickets in the hat and priority. Its hash: <code>{roll.rollHash}</code>
        </p>
      ) : null}
      {roll?.text ? <pre className="roll">{roll.text}</pre> : null}
      {withdrawn.map(({ number, rollHash }) => (
        <p key={number}>
          <a href={`${file}?number=${number}`}>Roll {number}</a>, withdrawn. Its hash:{' '}
          <code>{rollHash}</code>
        </p>
      ))}
    </>
  )
}
