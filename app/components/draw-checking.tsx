import type { sayChecking } from '#app/models/draw/locking/say-checking.ts'
import { Facts } from './event-facts.tsx'

type Props = { checking: ReturnType<typeof sayChecking> }

/** What anybody needs to check a draw, and who could still cheat. */
export function CheckingFacts({ checking: { terms, codes, remains } }: Props) {
  return (
    <>
      <p>The terms, exactly as they are hashed:</p>
      <pre className="roll">{terms}</pre>
      <Facts rows={codes.map(([name, code]) => [name, code && <code key={name}>{code}</code>])} />
      <h3>Who could still cheat</h3>
      <ul>
        {remains.map(each => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </>
  )
}
