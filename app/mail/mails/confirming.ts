import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayTickets } from '#app/values/tickets.ts'

/** Instants are in words, in the event's time zone. */
export type ConfirmFacts = {
  name: string
  holding: number
  eventId: string
  event: { name: string; place: string; starts: string }
  confirmBy: string
  /** Whether tickets that nobody confirms go to others. */
  releases: boolean
}

type Data = ConfirmFacts & { appName: string; appUrl: string }

/** Set, or moved later, after the results came out. */
export function confirmBySetMail(data: Data): MailContent {
  const { event, confirmBy, holding } = data
  return compose(data, `${event.name}: confirm by ${confirmBy}`, [
    `You have ${sayTickets(holding)} for ${event.name}. The organizer asks you to confirm that you are coming. Confirm by ${confirmBy}.`,
  ])
}

export function confirmSoonMail(data: Data): MailContent {
  const { event, confirmBy, holding } = data
  return compose(data, `Are you coming to ${event.name}?`, [
    `You have ${sayTickets(holding)} for ${event.name}, and you have not confirmed yet. Confirm by ${confirmBy}.`,
  ])
}

function compose(data: Data, subject: string, first: Block[]): MailContent {
  const { appName, appUrl, name, event, eventId } = data
  const rows: [string, string][] = [['Starts', event.starts]]
  if (event.place) rows.push(['Place', event.place])
  rows.push(['Confirm by', data.confirmBy])
  return composeMail({
    appName,
    subject,
    greeting: `Hello ${name},`,
    blocks: [
      ...first,
      sayUnconfirmed(data.releases, data.holding),
      { rows },
      { link: `${appUrl}/events/${eventId}/confirmation`, label: 'I am coming' },
      'If you cannot come, give your tickets back on the page of the event. Others can then have them.',
    ],
  })
}

/** Only in mails of events that release what nobody confirms. */
export const RELEASES = ' to other people.'

export function sayUnconfirmed(releases: boolean, holding: number): string {
  const them = holding === 1 ? 'your ticket goes' : 'your tickets go'
  return releases
    ? `If you do not confirm by then, ${them}${RELEASES}`
    : 'If you do not confirm by then, the organizer may ask you if you are coming.'
}
