import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayInstant } from '#app/values/time.ts'

type Facts = { name: string; startsAt: number; timeZone: string; place: string }
type Data = { appName: string; name: string; before: Facts; after: Facts; link: string }

export function eventChangedMail({ appName, name, before, after, link }: Data): MailContent {
  return composeMail({
    appName,
    subject: `Changed: ${after.name}`,
    greeting: `Hello ${name},`,
    blocks: [
      `${after.name} has changed. You asked for tickets for this event. These are the changes:`,
      { rows: changedRows(before, after) },
      'Your request has not changed. If it no longer suits you, you can change or withdraw it while requests are open.',
      { link, label: 'See the event' },
    ],
  })
}

function changedRows(before: Facts, after: Facts): [string, string][] {
  const rows: [string, string][] = []
  const [was, is] = [before, after].map(facts => sayInstant(facts.startsAt, facts.timeZone))
  if (is !== undefined && was !== is) rows.push(['Starts', is], ['Before', was ?? ''])
  if (before.place !== after.place)
    rows.push(['Place', after.place || 'not set'], ['Before', before.place || 'not set'])
  return rows
}
