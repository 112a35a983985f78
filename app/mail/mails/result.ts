import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayUnconfirmed } from '#app/mail/mails/confirming.ts'
import type { Redraw } from '#app/models/events/redraws.ts'
import { sayCount } from '#app/values/count.ts'
import { sayTickets } from '#app/values/tickets.ts'

/** What everybody asked for, by first sizes, and what there is. */
export type Demand = { people: number; tickets: number; total: number }

type Data = {
  appName: string
  name: string
  amount: number
  before?: number | undefined
  /** When the words for a draw would be untrue. */
  byHand?: string | null
  /** False: the organizer gave out all tickets by hand. */
  isDrawn: boolean
  asked: string
  demand: Demand
  redraws: readonly Redraw[]
  event: { name: string; place: string; startsAt: string; ownerName: string; howToGet?: string }
  /** Set when people with tickets have to say that they are coming. */
  confirming?: { by: string; releases: boolean } | null
  link: string
}

export function resultMail(data: Data): MailContent {
  const { appName, name, amount, before, byHand, isDrawn, event, link } = data
  const got = amount > 0 ? sayTickets(amount) : 'no tickets this time'
  const corrected = before === undefined ? '' : 'Corrected: '
  return composeMail({
    appName,
    subject: `${corrected}${event.name}: ${got}`,
    greeting: `Hello ${name},`,
    blocks: [
      ...(before === undefined ? [] : [correction(before)]),
      ...(byHand ? changed(amount, event.name, byHand) : [decided(data)]),
      { rows: rowsOf(data) },
      isDrawn ? 'The tickets were given out by a draw.' : 'The organizer gave out the tickets.',
      ...tellRedraws(data.redraws, link),
      ...(amount > 0 ? sayConfirm(data) : []),
      ...(amount > 0 && event.howToGet ? [`How to get your tickets: ${event.howToGet}`] : []),
      whatNext(data),
      { link, label: 'See your result' },
      { link: `${link}/why`, label: 'Why did I get this?' },
    ],
  })
}

function correction(before: number): string {
  const told = before > 0 ? sayTickets(before) : 'no tickets'
  return `Your result has changed. Before, we told you something else (${told}). Only this email counts. We are sorry for the confusion.`
}

function decided({ amount, event, demand }: Data): string {
  return amount > 0
    ? `Good news: you have ${sayTickets(amount)} for ${event.name}.`
    : `${none(event.name)} ${whyNone(demand)}We are sorry.`
}

/** Names neither luck nor a lack of tickets, as neither decided this. */
function changed(amount: number, eventName: string, byHand: string): string[] {
  return amount > 0
    ? [`You have ${sayTickets(amount)} for ${eventName}.`, byHand]
    : [none(eventName), byHand, 'We are sorry.']
}

const none = (eventName: string) => `You did not get a ticket for ${eventName} this time.`

/** Only what is true of those who wanted more than there is. */
function whyNone({ people, tickets, total }: Demand): string {
  if (people > total) return 'More people asked than there are tickets. '
  return tickets > total ? 'People asked for more tickets than there are. ' : ''
}

function rowsOf({ event, asked, demand }: Data): [string, string][] {
  const { people, tickets, total } = demand
  return [
    ['Event', event.name],
    ['Starts', event.startsAt],
    ...(event.place === '' ? [] : [['Place', event.place] as [string, string]]),
    ['You asked for', asked],
    ['All requests', `${sayCount(people, 'person')} asked for ${sayTickets(tickets)}`],
    ['Tickets in total', String(total)],
  ]
}

function whatNext({ amount, event, isDrawn, byHand, confirming }: Data): string {
  // Where nothing was drawn, an organizer decides whether free tickets are offered.
  const waits =
    isDrawn && !byHand
      ? 'You are on the waiting list: if tickets become free, you may get an offer by email. '
      : ''
  if (amount === 0)
    return `What next: you do not need to do anything. ${waits}You can ask for tickets for other events.`
  const them = amount === 1 ? 'your ticket' : 'all your tickets'
  const start = confirming ? '' : 'What next: you do not need to do anything now. '
  return `${start}If you cannot use ${them}, please give back what you do not need before the event starts. The page with your result has a button for it. If you have questions, ask the organizer, ${event.ownerName}.`
}

function sayConfirm({ confirming, amount, link }: Data): Block[] {
  if (!confirming) return []
  const { by, releases } = confirming
  return [
    `Tell us that you are coming. Confirm by ${by}. ${sayUnconfirmed(releases, amount)}`,
    { link: `${link}/confirmation`, label: 'I am coming' },
  ]
}

function tellRedraws(redraws: readonly Redraw[], link: string): Block[] {
  const last = redraws.at(-1)
  if (!last) return []
  return [
    `This is the result of draw ${last.draw} of this event. These are the reasons for each new draw:`,
    {
      rows: redraws.map(({ draw, reason }): [string, string] => [`Draw ${draw}`, reason]),
    },
    { link: `${link}/draws`, label: 'See every draw' },
  ]
}
