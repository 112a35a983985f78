import type { ReactNode } from 'react'
import type { EventState } from '#app/models/events/event.ts'

export function StateBadge({ state, word }: { state: EventState; word: string }) {
  return <span className={`badge badge-${state}`}>{word}</span>
}

/** Leaves out rows without a value. */
export function Facts({ rows }: { rows: [string, ReactNode][] }) {
  return (
    <dl className="facts">
      {rows.map(([name, value]) =>
        value === null || value === '' ? null : (
          <div className="fact" key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ),
      )}
    </dl>
  )
}

export function Figures({ rows }: { rows: [string, number | string][] }) {
  return (
    <dl className="figures">
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
