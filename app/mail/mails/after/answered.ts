import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayTickets } from '#app/values/tickets.ts'
import {
  type AfterFacts,
  type AfterMail,
  eventAddress,
  exactOfLine,
  rowsOfEvent,
  sayHolding,
  waitingListLink,
} from './after-facts.ts'

/** `taken` in the last call. */
export type AnsweredFacts = AfterFacts & { what: 'accepted' | 'taken' | 'declined' }

export function answeredMail(data: AfterMail<AnsweredFacts>): MailContent {
  const { appName, name, what } = data
  return composeMail({
    appName,
    subject: subjectOfAnswered(data),
    greeting: `Hello ${name},`,
    blocks: [...(what === 'declined' ? declined(data) : accepted(data)), ...exactOfLine(data)],
  })
}

type Subject = Pick<AnsweredFacts, 'what' | 'holding'> & { event: { name: string } }

export function subjectOfAnswered({ event, what, holding }: Subject): string {
  return what === 'declined'
    ? `You declined an offer: ${event.name}`
    : `You have ${sayTickets(holding)}: ${event.name}`
}

function accepted(data: AfterMail<AnsweredFacts>): Block[] {
  const { what, tickets, holding } = data
  const did = what === 'taken' ? 'took' : 'accepted'
  return [
    `${sayHolding(data)} You ${did} ${tickets < holding ? `${tickets} more` : holding === 1 ? 'it' : 'them'}.`,
    { rows: rowsOfEvent(data) },
    { link: eventAddress(data), label: 'See your tickets' },
    'If you cannot come, please give your tickets back before the event starts. Then someone else can have them.',
  ]
}

function declined(data: AfterMail<AnsweredFacts>): Block[] {
  const { tickets, event, holding } = data
  return [
    `You declined ${sayTickets(tickets)} for ${event.name}.${holding > 0 ? ` You still have ${sayTickets(holding)}.` : ''}`,
    'You keep your place on the waiting list. If you change your mind, choose “Put me back” on the waiting list page. Until then you get no new offer.',
    waitingListLink(data),
  ]
}
