import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayTickets } from '#app/values/tickets.ts'
import {
  type AfterFacts,
  type AfterMail,
  eventAddress,
  exactOfLine,
  rowsOfEvent,
  sayHolding,
} from './after-facts.ts'

export type ChangedFacts = AfterFacts & {
  what: 'skipped' | 'given' | 'lowered' | 'recalled' | 'rejoined'
  reason: string
  /** Tickets of an open offer that this ended; 0 without one. */
  endedOffer: number
}

export function changedByOrganizerMail(data: AfterMail<ChangedFacts>): MailContent {
  const { appName, name, reason, endedOffer } = data
  const offer = `Your open offer of ${sayTickets(endedOffer)} has ended too.`
  return composeMail({
    appName,
    subject: subjectOfChanged(data),
    greeting: `Hello ${name},`,
    blocks: [
      isAboutPlace(data) ? sayWhat(data) : `${sayWhat(data)} ${sayHolding(data)}`,
      ...(endedOffer > 0 ? [offer] : []),
      { rows: [...rowsOfEvent(data), ['Reason', reason || 'none given']] },
      { link: eventAddress(data), label: 'See your tickets' },
      sayNext(data),
      ...exactOfLine(data),
    ],
  })
}

export function subjectOfChanged({ event, what }: Pick<ChangedFacts, 'event' | 'what'>): string {
  if (what === 'rejoined') return `You are back on the waiting list: ${event.name}`
  if (what === 'skipped') return `You were taken off the waiting list: ${event.name}`
  return `Your tickets have changed: ${event.name}`
}

function isAboutPlace({ what }: ChangedFacts): boolean {
  return what === 'skipped' || what === 'rejoined'
}

function sayWhat({ what, tickets, event }: ChangedFacts): string {
  const those = sayTickets(tickets)
  return {
    skipped: `The organizer took you off the waiting list for ${event.name}.`,
    given: `The organizer gave you ${those} for ${event.name}.`,
    lowered: `The organizer took ${those} for ${event.name} away from you.`,
    recalled: `The organizer gave back ${those} for ${event.name} for you.`,
    rejoined: `The organizer put you back on the waiting list for ${event.name}.`,
  }[what]
}

function sayNext({ what }: ChangedFacts): string {
  if (what === 'given')
    return 'If you cannot come, please give your tickets back before the event starts. Then someone else can have them.'
  return what === 'rejoined'
    ? 'We offer you tickets when some are free and it is your turn.'
    : 'If this is not right, tell the organizer. The event’s public log counts such changes, without names.'
}
