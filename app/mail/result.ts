import { sayTickets } from '#app/values/tickets.ts'
import { composeMail, type MailContent } from './compose.ts'

type Data = {
  appName: string
  name: string
  amount: number
  before?: number | undefined
  /** When the words for a draw would be untrue. */
  byHand?: string | null
  event: { name: string; place: string; startsAt: string }
  link: string
}

export function resultMail({
  appName,
  name,
  amount,
  before,
  byHand,
  event,
  link,
}: Data): MailContent {
  const got = amount > 0 ? sayTickets(amount) : 'no tickets this time'
  const corrected = before === undefined ? '' : 'Corrected: '
  return composeMail({
    appName,
    subject: `${corrected}${event.name}: ${got}`,
    greeting: `Hello ${name},`,
    blocks: [
      ...(before === undefined ? [] : [correction(before)]),
      ...(byHand ? changed(amount, event.name, byHand) : [drawn(amount, event.name)]),
      { rows: [['Event', event.name], ['When', event.startsAt], ...placeRow(event.place)] },
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

function drawn(amount: number, eventName: string): string {
  return amount > 0 ? won(amount, eventName) : lost(eventName)
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

function lost(eventName: string): string {
  return `more people asked for ${eventName} than there are tickets, and this time there is none for you. We are sorry. Thank you for asking; we hope to see you at one of the next events.`
}
