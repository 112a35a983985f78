import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import { parseSizes } from '#app/values/size.ts'
import { sayTickets } from '#app/values/tickets.ts'
import {
  type AfterFacts,
  type AfterMail,
  eventAddress,
  exactOfLine,
  rowsOfEvent,
  sayEnd,
} from './after-facts.ts'

export type OfferFacts = AfterFacts & {
  offerId: string
  /** In seconds. */
  until: number
}

type Told = Pick<AfterFacts, 'event' | 'tickets'>

export function offerMail(data: AfterMail<OfferFacts>): MailContent {
  const { appName, name, event, tickets, until, offerId } = data
  const end = sayEnd(until, data)
  return composeMail({
    appName,
    subject: subjectOfOffer(data),
    greeting: `Hello ${name},`,
    blocks: [
      `You can have ${sayTickets(tickets)} for ${event.name}. We hold ${tickets === 1 ? 'it' : 'them'} for you until ${end}.`,
      { rows: [...rowsOfEvent(data), ...rowsOf(data), ['Answer before', end]] },
      { link: eventAddress(data, `/offers/${offerId}`), label: 'Answer the offer' },
      `If you do not want ${tickets === 1 ? 'it' : 'them'}, please decline. Then someone else can have ${tickets === 1 ? 'it' : 'them'}.`,
      'If you do not answer in time, the offer ends. You keep your place on the waiting list, but you get no new offer until you choose “Put me back”.',
      ...exactOfLine(data),
    ],
  })
}

export function subjectOfOffer({ event, tickets }: Told): string {
  return `You can have ${sayTickets(tickets)}: ${event.name}`
}

function rowsOf({ holding, sizes, tickets }: OfferFacts): [string, string][] {
  const amounts = parseSizes(sizes ?? '')
    .map(size => size - holding)
    .filter(amount => amount > 0 && amount <= tickets)
  const choice = amounts.length > 1 ? amounts.toReversed().join(' or ') : String(tickets)
  const held: [string, string][] = holding > 0 ? [['You have now', sayTickets(holding)]] : []
  return [...held, ['You can take', choice]]
}

type ShortenedFacts = OfferFacts

/** The event was moved to an earlier time. */
export function offerShortenedMail(data: AfterMail<ShortenedFacts>): MailContent {
  const { appName, name, event, until, offerId } = data
  const end = sayEnd(until, data)
  const answer: Block = {
    link: eventAddress(data, `/offers/${offerId}`),
    label: 'Answer the offer',
  }
  return composeMail({
    appName,
    subject: subjectOfShortened(data),
    greeting: `Hello ${name},`,
    blocks: [
      `Your offer of tickets for ${event.name} now ends earlier, because the event starts earlier. Please answer before ${end}.`,
      { rows: [...rowsOfEvent(data), ['Answer before', end]] },
      answer,
      ...exactOfLine(data),
    ],
  })
}

export function subjectOfShortened({ event }: Pick<AfterFacts, 'event'>): string {
  return `Your offer ends earlier: ${event.name}`
}
