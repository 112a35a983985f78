import type { ReactNode } from 'react'

/** A message from the page before, read out when the page has loaded. */
export function Banner({ kind, children }: { kind: 'done' | 'warning'; children: ReactNode }) {
  return (
    <div className={`banner banner-${kind}`} role="status">
      <p>{children}</p>
    </div>
  )
}
