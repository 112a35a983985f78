import type { RuleCard } from '#app/models/draw/comparison/rule-cards.ts'
import { PostForm } from './form.tsx'

export function RuleCards({ cards, canChoose }: { cards: RuleCard[]; canChoose: boolean }) {
  return (
    <ul className="cards rule-cards">
      {cards.map(card => (
        <li key={card.name} className={card.isChosen ? 'card card-chosen' : 'card'}>
          <Badges card={card} />
          <h2>{card.name}</h2>
          <Outcome card={card} />
          <details>
            <summary>
              How it works<span className="visually-hidden">: {card.name}</span>
            </summary>
            <p>{card.says}</p>
            <p>Weak point: {card.weakness}</p>
          </details>
          {canChoose && !card.isChosen ? <ChooseButton card={card} /> : null}
        </li>
      ))}
    </ul>
  )
}

function Badges({ card }: { card: RuleCard }) {
  if (!card.isChosen && !card.recommended) return null
  return (
    <p className="card-badges">
      {card.isChosen ? <span className="badge badge-finalized">Your choice</span> : null}{' '}
      {card.recommended ? <span className="badge badge-open">Recommended</span> : null}
    </p>
  )
}

function Outcome({ card: { outcome, says, recommended } }: { card: RuleCard }) {
  if (outcome.length === 0) return <p>{says}</p>
  const [first, ...more] = outcome
  return (
    <>
      <p>
        <strong>{first}</strong> {more.join(' ')}
      </p>
      {recommended ? <p>Why we recommend it: {recommended}</p> : null}
    </>
  )
}

function ChooseButton({ card: { rule, cap, name } }: { card: RuleCard }) {
  return (
    <PostForm form={{ id: `choose-${rule}${cap === null ? '' : '-capped'}` }} className="actions">
      <input type="hidden" name="rule" value={rule} />
      <input type="hidden" name="cap" value={cap ?? ''} />
      <button type="submit" name="intent" value="choose">
        Choose<span className="visually-hidden"> {name}</span>
      </button>
    </PostForm>
  )
}
