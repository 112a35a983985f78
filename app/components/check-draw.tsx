import type { ReactNode } from 'react'

/** Hashes, codes and proofs come after the facts, and only for those who open them. */
export function CheckDraw({ children, isOpen = false }: { children: ReactNode; isOpen?: boolean }) {
  return (
    <details className="rows" open={isOpen}>
      <summary>How you can check this draw</summary>
      {children}
    </details>
  )
}
