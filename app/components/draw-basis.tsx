import type { MadeDrawPage } from '#app/models/draw/public/draw-page.server.ts'
import type { SaidBasis } from '#app/models/draw/public/why/say-basis.ts'
import { CheckDraw } from './check-draw.tsx'
import { CheckingFacts } from './draw-checking.tsx'
import { VerificationReport } from './verification-report.tsx'

/** How the draw was made, and what speaks against it. */
export function Basis({ basis: { says, notes, roundAddress } }: { basis: SaidBasis }) {
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
    </section>
  )
}

type ProofProps = {
  basis: SaidBasis
  path: string
  verification: MadeDrawPage['verification']
}

export function Proof({ basis: { checking }, path, verification }: ProofProps) {
  return (
    <CheckDraw isOpen={verification?.holds === false}>
      <p>
        Everything about this draw is in <a href={`${path}.json`}>its document</a>. You can{' '}
        <a href="/verify">check the document yourself</a>, here or with a script that shares no code
        with this site.
      </p>
      {checking ? <CheckingFacts checking={checking} /> : null}
      {verification ? <VerificationReport verification={verification} /> : null}
    </CheckDraw>
  )
}
