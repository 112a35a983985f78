import type { ReactNode } from 'react'

/** Hashes, codes and proofs come after the facts, and only for those who open them. */
export function CheckDraw({ children }: { children: ReactNode }) {
  return (
    <details className="rows">
      <summary>How you can check this draw</summary>
      {children}
    </details>
  )
}
