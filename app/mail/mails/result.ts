import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import type { Redraw } from '#app/models/events/redraws.ts'
import { sayTickets } from '#app/values/tickets.ts'

/** What can be said truly of those who wanted more than there is; null when they did not. */
export type Scarcity = 'people' | 'tickets' | null

type Data = {
  appName: string
  name: string
  amount: number
  before?: number | undefined
  /** When the words for a draw would be untrue. */
  byHand?: string | null
  scarcity: Scarcity
  redraws: readonly Redraw[]
  event: { name: string; place: string; startsAt: string }
  link: string
}

export function resultMail(data: Data): MailContent {
  const { appName, name, amount, before, byHand, scarcity, event, link } = data
  const got = amount > 0 ? sayTickets(amount) : 'no tickets this time'
  const corrected = before === undefined ? '' : 'Corrected: '
  return composeMail({
    appName,
    subject: `${corrected}${event.name}: ${got}`,
    greeting: `Hello ${name},`,
    blocks: [
      ...(before === undefined ? [] : [correction(before)]),
      ...(byHand ? changed(amount, event.name, byHand) : [drawn(amount, event.name, scarcity)]),
      { rows: [['Event', event.name], ['When', event.startsAt], ...placeRow(event.place)] },
      ...tellRedraws(data.redraws, link),
      { link, label: 'See your result' },
      ...(byHand ? [{ link: `${link}/why`, label: 'Why did I get this?' }] : []),
    ],
  })
}

const placeRow = (place: string): [string, string][] => (place === '' ? [] : [['Where', place]])

function correction(before: number): string {
  const told = before > 0 ? sayTickets(before) : 'no tickets'
  return `the tickets were given out again, and your result is no longer the one before (${told}). Only the one in this mail counts. We are sorry for the back and forth.`
}

function drawn(amount: number, eventName: string, scarcity: Scarcity): string {
  return amount > 0 ? won(amount, eventName) : lost(eventName, scarcity)
}

/** Names neither luck nor a lack of tickets, as neither decided this. */
function changed(amount: number, eventName: string, byHand: string): string[] {
  return amount > 0
    ? [`you get ${sayTickets(amount)} for ${eventName}.`, byHand]
    : [`there is no ticket for you at ${eventName} this time.`, byHand, 'We are sorry.']
}

function won(amount: number, eventName: string): string {
  return `good news: you get ${sayTickets(amount)} for ${eventName}. Enjoy it!`
}

function lost(eventName: string, scarcity: Scarcity): string {
  const none = {
    people: `more people asked for ${eventName} than there are tickets, and this time there is none for you.`,
    tickets: `people asked for more tickets for ${eventName} than there are, and this time there is none for you.`,
    neither: `there is no ticket for you at ${eventName} this time.`,
  }
  return `${none[scarcity ?? 'neither']} We are sorry. Thank you for asking; we hope to see you at one of the next events.`
}

function tellRedraws(redraws: readonly Redraw[], link: string): Block[] {
  const last = redraws.at(-1)
  if (!last) return []
  return [
    `This is the result of draw ${last.draw} of this event. Each new draw number was given for a reason:`,
    {
      rows: redraws.map(({ draw, reason }): [string, string] => [`Draw ${draw}`, reason]),
    },
    { link: `${link}/draws`, label: 'See every draw' },
  ]
}
