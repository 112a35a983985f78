import type { readPublicLog } from '#app/models/draw/public/log.server.ts'
import { EmptyState, ScrollTable } from './page.tsx'
import { TableHead } from './table-head.tsx'

type Log = Awaited<ReturnType<typeof readPublicLog>>
type At = { at: (instant: number) => string }

export function Notes({ notes }: { notes: string[] }) {
  return notes.map(note => (
    <p className="note" key={note}>
      {note}
    </p>
  ))
}

export function Promised({ log, at }: At & { log: Pick<Log, 'counts' | 'seals'> }) {
  return (
    <>
      <h2>Promised</h2>
      {log.counts.seals === 0 ? <p>No draw is sealed for this event.</p> : null}
      <ul className="promises">
        {log.seals.map(seal => (
          <li key={seal.draw}>
            Draw {seal.draw}, sealed {at(seal.sealedAt)}: commitment <code>{seal.commitment}</code>
            {seal.reason ? ` Why another draw: ${sayReason(seal)}` : null}
            {seal.isReplaced ? ' This draw was replaced and will never be made.' : null}
          </li>
        ))}
      </ul>
    </>
  )
}

/** Null when the program sealed the draw itself. */
function sayReason({ reason, sealedByName }: Log['seals'][number]): string {
  return sealedByName ? `${reason} (${sealedByName})` : `${reason}.`
}

type Choice = {
  draw: number
  chosenAt: number
  rule: { name: string; cap: string }
  order: string
  source: string
  chosen: string
  by: string
}

export function ChoiceTable({ choices }: { choices: Choice[] }) {
  return (
    <ScrollTable label="Every choice of a rule, the latest first">
      <table>
        <TableHead columns={['Draw', 'Rule', 'Order', 'Public value from', 'Chosen']} />
        <tbody>
          {choices.map(choice => (
            <tr key={`${choice.draw}-${choice.chosenAt}`}>
              <td>{choice.draw}</td>
              <th scope="row">
                {choice.rule.name}
                {choice.rule.cap}
              </th>
              <td>{choice.order}</td>
              <td>{choice.source}</td>
              <td>
                {choice.chosen}
                {choice.by}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollTable>
  )
}

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
        {roll.entries} {roll.entries === 1 ? 'entry' : 'entries'}, frozen {at(roll.frozenAt)}.
        Order: {order}. Its hash: <code>{roll.rollHash}</code>
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
            {entries} {entries === 1 ? 'entry' : 'entries'}, frozen {at(frozenAt)}, withdrawn{' '}
            {at(withdrawnAt)}: hash <code>{rollHash}</code>
          </li>
        ))}
      </ul>
    </>
  )
}

type DrawnProps = At & { eventId: string; byHand: string; log: Pick<Log, 'counts' | 'draws'> }

export function Drawn({ eventId, byHand, log, at }: DrawnProps) {
  return (
    <>
      <h2>Drawn</h2>
      {byHand ? <p className="note">{byHand}</p> : null}
      {log.counts.draws === 0 ? (
        <EmptyState title={byHand ? 'Nothing was drawn' : 'Nothing was drawn yet'} />
      ) : (
        <ul className="cards">
          {log.draws.map(draw => (
            <DrawCard key={draw.number} eventId={eventId} draw={draw} at={at} />
          ))}
        </ul>
      )}
    </>
  )
}

function DrawCard({ eventId, draw, at }: At & { eventId: string; draw: Log['draws'][number] }) {
  const path = `/events/${eventId}/draws/${draw.number}`
  return (
    <li className="card">
      <h3>
        <a href={path}>Draw {draw.number}</a>
      </h3>
      <p>
        {at(draw.drawnAt)}, by {draw.drawnByName}. {draw.setByHand} of {draw.entries} set by hand.
      </p>
      <p>
        <a href={`${path}.json`}>The whole document</a>
      </p>
    </li>
  )
}
