import type { ReactNode } from 'react'
import type { sayChecking } from '#app/models/draw/locking/say-checking.ts'
import { Facts } from './event-facts.tsx'

type Props = { checking: ReturnType<typeof sayChecking>; children: ReactNode }

/** What anybody needs to check a draw, and who could still cheat. */
export function HowToCheck({ checking: { terms, codes, remains }, children }: Props) {
  return (
    <details className="rows">
      <summary>How this can be checked</summary>
      {children}
      <p>Terms, as they are hashed:</p>
      <pre className="roll">{terms}</pre>
      <Facts rows={codes.map(([name, code]) => [name, code && <code key={name}>{code}</code>])} />
      <h3>Who could still cheat</h3>
      <ul>
        {remains.map(each => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </details>
  )
}
