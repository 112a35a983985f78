import type { ReactNode } from 'react'
import type { EventState } from '#app/models/events/event.ts'

/** The state of an event in words; colour only underlines them. */
export function StateBadge({ state, word }: { state: EventState; word: string }) {
  return <span className={`badge badge-${state}`}>{word}</span>
}

/** Names and values; rows without a value are left out. */
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

/** Large numbers side by side. */
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
