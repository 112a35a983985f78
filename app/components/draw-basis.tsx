import type { SaidBasis } from '#app/models/draw/public/why/say-basis.ts'
import { HowToCheck } from './draw-checking.tsx'

type Props = { basis: SaidBasis; path: string }

/** What the draw rests on, and what speaks against it. */
export function Basis({ basis, path }: Props) {
  const { says, notes, roundAddress, checking } = basis
  return (
    <section className="prose">
      {says.map(each => (
        <p key={each}>{each}</p>
      ))}
      {notes.map((note, index) => (
        <p className="note" key={note}>
          {note} {index === 0 && roundAddress ? <a href={roundAddress}>Read it at drand</a> : null}
        </p>
      ))}
      {checking ? (
        <HowToCheck checking={checking}>
          <p>
            All of this is in <a href={`${path}.json`}>the document</a>. You can{' '}
            <a href="/verify">check it here</a> or with a script that shares no code with this
            program.
          </p>
        </HowToCheck>
      ) : null}
    </section>
  )
}
