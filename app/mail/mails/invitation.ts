import { composeMail, type MailContent } from '#app/mail/compose.ts'

/** Times in words, in the event's time zone. */
export type Invitation = {
  event: { id: string; name: string; place: string; starts: string; closes: string | null }
}

type Data = Invitation & { appName: string; appUrl: string; name: string }

export function invitationMail({ appName, appUrl, name, event }: Data): MailContent {
  const rows: [string, string][] = [['Starts', event.starts]]
  if (event.place) rows.push(['Place', event.place])
  if (event.closes) rows.push(['Requests close', event.closes])
  const until = event.closes ? ` until ${event.closes}` : ''
  return composeMail({
    appName,
    subject: subjectOfInvitation(event),
    greeting: `Hello ${name},`,
    blocks: [
      `You can ask for tickets for ${event.name}${until}.`,
      { rows },
      { link: `${appUrl}/events/${event.id}`, label: 'Ask for tickets' },
      'If you do not want tickets, you do not need to do anything.',
    ],
  })
}

export function subjectOfInvitation({ name }: { name: string }): string {
  return `You can now ask for tickets: ${name}`
}
