import type { ReactNode } from 'react'
import { ErrorSummary, type Problems } from './error-summary.tsx'

/** The errors of a form that came back follow the heading, however far down the page the form is. */
export function PageHeader(props: {
  title: ReactNode
  back?: { to: string; label: string }
  lead?: ReactNode
  problems?: Problems
  children?: ReactNode
}) {
  return (
    <>
      <header className="page-header">
        {props.back ? (
          <a className="back" href={props.back.to}>
            {props.back.label}
          </a>
        ) : null}
        <div className="page-header-row">
          <h1>{props.title}</h1>
          {props.children ? <div className="actions">{props.children}</div> : null}
        </div>
        {props.lead ? <p className="lead">{props.lead}</p> : null}
      </header>
      {props.problems ? <ErrorSummary problems={props.problems} /> : null}
    </>
  )
}

export function EmptyState({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="empty">
      <h2>{title}</h2>
      {children}
    </div>
  )
}

/** A table that scrolls sideways on a narrow screen, reachable by keyboard. */
export function ScrollTable({ label, children }: { label: string; children: ReactNode }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
    <section className="scroll" aria-label={label} tabIndex={0}>
      {children}
    </section>
  )
}
