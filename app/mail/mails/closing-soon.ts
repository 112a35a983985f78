import { composeMail, type MailContent } from '#app/mail/compose.ts'

type Data = {
  appName: string
  name: string
  event: { name: string; place: string; starts: string; closes: string }
  link: string
}

/** In the event's time zone. */
export function closingSoonMail({ appName, name, event, link }: Data): MailContent {
  const rows: [string, string][] = [['Starts', event.starts]]
  if (event.place) rows.push(['Place', event.place])
  rows.push(['Requests close', event.closes])
  return composeMail({
    appName,
    subject: `Requests for ${event.name} close soon`,
    greeting: `Hello ${name},`,
    blocks: [
      `You can still ask for tickets for ${event.name}. Requests close on ${event.closes}. You have not asked yet.`,
      { rows },
      { link, label: 'See the event' },
      'If you do not want tickets, you do not need to do anything. We will not remind you again.',
    ],
  })
}
