import type { sayHowDecided } from '#app/models/draw/public/promise.server.ts'
import type { SaidFact } from '#app/models/draw/public/say-promise.ts'
import { CheckDraw } from './check-draw.tsx'
import { Facts } from './event-facts.tsx'

type Props = {
  eventId: string
  promise: Awaited<ReturnType<typeof sayHowDecided>>
  isManaged: boolean
}

export function HowDecided({ eventId, promise, isManaged }: Props) {
  const path = `/events/${eventId}`
  const said: SaidFact[] = promise.facts
  const proofs = said.filter(fact => fact.isProof)
  const facts = said.filter(fact => !fact.isProof)
  return (
    <section>
      <h2>How it is decided</h2>
      {promise.restored.map(note => (
        <p className="note" key={note}>
          {note}
        </p>
      ))}
      {promise.locked ? (
        <p className="note">
          The terms are locked.{' '}
          {promise.locked.isDue ? 'The time of the draw was' : 'The draw takes place on'}{' '}
          {promise.locked.when}.{' '}
          <a href={`${path}/draws/${promise.locked.draw}`}>See draw {promise.locked.draw}</a>
        </p>
      ) : null}
      <p>{promise.sentence}</p>
      {facts.length > 0 ? <SaidFacts facts={facts} /> : null}
      {promise.warning && !promise.canName ? <p className="hint">{promise.warning}</p> : null}
      <p className="actions">
        <a href={`${path}/draws`}>See every step of the draw</a>
        {isManaged && promise.canName ? (
          <a href={`${path}/comparison`}>Plan a public value</a>
        ) : null}
        {isManaged && promise.isPromised ? (
          <a href={`${path}/comparison`}>Compare the rules</a>
        ) : null}
      </p>
      {proofs.length > 0 ? (
        <CheckDraw>
          {promise.canName ? <p>{promise.warning}</p> : null}
          <SaidFacts facts={proofs} />
        </CheckDraw>
      ) : null}
    </section>
  )
}

export function SaidFacts({ facts }: { facts: SaidFact[] }) {
  return <Facts rows={facts.map(fact => [fact.name, showFact(fact)])} />
}

export function showFact({ value, isCode }: SaidFact) {
  return isCode ? <code>{value}</code> : value
}
