import type { ReactNode } from 'react'

/** A message from the previous page; screen readers read it out on load. */
export function Banner({ kind, children }: { kind: 'done' | 'warning'; children: ReactNode }) {
  return (
    <div className={`banner banner-${kind}`} role="status">
      <p>{children}</p>
    </div>
  )
}
