import type { SubmissionResult } from '@conform-to/react'

/** Errors by field; '' is the form as a whole. */
export type Problems = { id: string; allErrors: Record<string, string[]> }

/** For a page whose form is inside a component. */
export function problemsOf(id: string, answer: SubmissionResult | null | undefined): Problems {
  const errors = Object.entries(answer?.error ?? {})
  return { id, allErrors: Object.fromEntries(errors.map(([name, texts]) => [name, texts ?? []])) }
}

export function ErrorSummary({ problems: { id, allErrors } }: { problems: Problems }) {
  const entries = Object.entries(allErrors).flatMap(([name, texts]) =>
    texts.map(text => ({ name, text: nameProblem(name, text) })),
  )
  if (entries.length === 0) return null
  return (
    <div className="error-summary" role="alert" aria-labelledby={`${id}-problem`} tabIndex={-1}>
      <h2 id={`${id}-problem`}>There is a problem</h2>
      <ul>
        {entries.map(({ name, text }) => (
          <li key={`${name}${text}`}>{name ? <a href={`#${id}-${name}`}>{text}</a> : text}</li>
        ))}
      </ul>
    </div>
  )
}

/** Messages that do not name their field. In forms with rows, fields are numbered. */
const NAMELESS = /^(Too |Contains |Enter a (date|time|number)|This time|The clocks)/

const names: Record<string, string> = {
  name: 'Name',
  startsDate: 'Starts',
  startsTime: 'Starts',
  place: 'Place',
  mostPerRequest: 'Most tickets one person may ask for',
  notes: 'Notes',
  opensDate: 'Opening time',
  opensTime: 'Opening time',
  closesDate: 'Requests close',
  closesTime: 'Requests close',
  howToGet: 'How to get your tickets',
  offerHours: 'Hours to answer an offer',
  offersEndHours: 'Offers end',
  confirmDate: 'Confirm by',
  confirmTime: 'Confirm by',
  namesDate: 'Names until',
  namesTime: 'Names until',
  names: 'Names',
  drawDate: 'Time of the draw',
  drawTime: 'Time of the draw',
  numbersText: 'Which numbers',
  numbersDate: 'Published after',
  numbersTime: 'Published after',
  note: 'Note',
  reason: 'Reason',
  heldBackReason: 'Reason for holding back',
  fromReason: 'Reason for a person who loses tickets',
  toReason: 'Reason for a person who gets tickets',
  addedReason: 'Reason for freeing other tickets',
  publicValue: 'Public value',
  publicValueSource: 'Where a public value comes from',
  current: 'Current password',
  password: 'New password',
  helper: 'Helper',
}

export function nameProblem(field: string, text: string): string {
  const name = NAMELESS.test(text) ? names[field.replace(/-\d+$/, '')] : undefined
  return name ? `${name}: ${text.charAt(0).toLowerCase()}${text.slice(1)}` : text
}
