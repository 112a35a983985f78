import type { readPublicLog } from '#app/models/draw/public/log.server.ts'

type Log = Awaited<ReturnType<typeof readPublicLog>>
type At = { at: (instant: number) => string }

export function Notes({ notes }: { notes: string[] }) {
  return notes.map(note => (
    <p className="note" key={note}>
      {note}
    </p>
  ))
}

export function Sealed({ log, at }: At & { log: Pick<Log, 'counts' | 'seals'> }) {
  return (
    <>
      <h2>Sealed</h2>
      {log.counts.seals === 0 ? <p>No draw is sealed for this event.</p> : null}
      <ul className="promises">
        {log.seals.map(seal => (
          <li key={seal.draw}>
            Draw {seal.draw}, sealed {at(seal.sealedAt)}.
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

export function SealedCommitments({ seals }: { seals: Log['seals'] }) {
  return seals.map(seal => (
    <p key={seal.draw}>
      Commitment of draw {seal.draw}: <code>{seal.commitment}</code>
    </p>
  ))
}
