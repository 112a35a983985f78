import type { AfterKind, AfterLine } from '#app/allocation/after/line.ts'
import { sayCount, wordFor } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstantShort } from '#app/values/time.ts'
import type { AfterLogPage } from './public-log.server.ts'

type Line = AfterLine & { isOfFinalizing: boolean }

export interface SaidLine {
  readonly n: number
  readonly at: string
  /** The code, where there is one, is between these two. */
  readonly before: string
  readonly code: string
  readonly after: string
}

export function sayLine(line: Line, timeZone: string): SaidLine {
  const at = (seconds: number) => sayInstantShort(seconds * 1000, timeZone)
  const [before, after = ''] = WORDS[line.kind]({ ...line, until: at(line.until ?? 0) })
  return { n: line.n, at: at(line.at), before, code: line.code, after }
}

type Said = Omit<Line, 'until'> & { until: string }

/** The words before the code, and after it. */
const WORDS: Record<AfterKind, (line: Said) => [before: string, after?: string]> = {
  added: ({ tickets }) => [`${sayTickets(tickets)} ${wordFor(tickets, 'was')} added.`],
  removed: ({ tickets }) => [`${sayTickets(tickets)} ${wordFor(tickets, 'was')} taken out.`],
  joined: ({ sizes, isOfFinalizing }) => [
    '',
    ` ${isOfFinalizing ? 'asked for' : 'joined the waiting list for'} ${sizes.join(' › ')}.`,
  ],
  sizes: ({ sizes }) => ['', ` now accepts only ${sizes.join(' › ')}.`],
  left: () => ['', ' left the waiting list.'],
  rejoined: () => ['', ' is back on the waiting list.'],
  skipped: () => ['An organizer skipped ', '.'],
  returned: ({ tickets }) => ['', ` gave back ${sayTickets(tickets)}.`],
  recalled: ({ tickets }) => [`An organizer gave back ${sayTickets(tickets)} for `, '.'],
  released: ({ tickets }) => ['', ` did not confirm: ${sayTickets(tickets)} released.`],
  lowered: ({ tickets }) => [`An organizer took ${sayTickets(tickets)} from `, '.'],
  given: ({ tickets, isOfFinalizing }) =>
    isOfFinalizing
      ? ['', ` got ${sayTickets(tickets)}.`]
      : [`An organizer gave ${sayTickets(tickets)} to `, '.'],
  offered: ({ tickets, until }) => [
    `${sayTickets(tickets)} ${wordFor(tickets, 'was')} offered to `,
    ` until ${until}.`,
  ],
  shortened: ({ until }) => ['The offer to ', ` now ends at ${until}.`],
  accepted: ({ tickets }) => ['', ` accepted ${sayTickets(tickets)}.`],
  declined: ({ tickets }) => ['', ` declined ${sayTickets(tickets)}.`],
  expired: ({ tickets }) => [
    `The offer of ${sayTickets(tickets)} to `,
    ' ended without an answer.',
  ],
  withdrawn: ({ tickets }) => [`The offer of ${sayTickets(tickets)} to `, ' was withdrawn.'],
  taken: ({ tickets }) => ['', ` took ${sayTickets(tickets)} in the last call.`],
  'last-call': ({ until }) => [`The last call began. It ends at ${until}.`],
  resumed: () => ['The last call ended, and tickets are offered again.'],
}

type Changed = Pick<AfterLogPage, 'corrected' | 'skipped' | 'people'>

/** "1 of 41 people corrected by an organizer after publishing." A skip changes nobody's number. */
export function sayCorrected({ corrected, skipped, people }: Changed): string {
  if (corrected + skipped === 0) return 'No organizer changed anything by hand after publishing.'
  const said = `${corrected} of ${sayCount(people, 'person')} corrected by an organizer after publishing.`
  return skipped === 0
    ? said
    : `${said} ${sayCount(skipped, 'person')} ${wordFor(skipped, 'was')} skipped.`
}

/** With the words for its page. */
export function sayLog(log: AfterLogPage, timeZone: string) {
  const { lines, ...counts } = log
  return {
    ...counts,
    said: lines.map(line => sayLine(line, timeZone)),
    asOf: `line ${log.n}, ${sayInstantShort(log.at, timeZone)}`,
    corrected: sayCorrected(log),
    known: KNOWN,
  }
}

/** What everybody should know who reads a log. */
export const KNOWN = [
  'If you know when somebody gave tickets back, you can find their line here.',
  'Tickets given back one at a time never reach people who listed only 2 or more.',
  'Rarely, people who decline and then press “Put me back” get more than they would have.',
  'People who joined later and have no ticket come before the second ticket of people who asked.',
  'In the last call, people who give tickets back can tell a friend the minute.',
]
