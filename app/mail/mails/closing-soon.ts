import { composeMail, type MailContent } from '#app/mail/compose.ts'

type Data = {
  appName: string
  name: string
  event: { name: string; place: string; starts: string; closes: string }
  link: string
}

/** In the event's time zone. */
export function closingSoonMail({ appName, name, event, link }: Data): MailContent {
  const rows: [string, string][] = [
    ['Starts', event.starts],
    ['Requests close', event.closes],
  ]
  if (event.place) rows.splice(1, 0, ['Place', event.place])
  return composeMail({
    appName,
    subject: `Requests for ${event.name} close soon`,
    greeting: `Hello ${name},`,
    blocks: [
      `you can still ask for tickets for ${event.name}. So far you have not.`,
      { rows },
      { link, label: 'Look at the event' },
      'If you do not want any tickets, there is nothing to do. We remind you once.',
    ],
  })
}
