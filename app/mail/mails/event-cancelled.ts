import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayInstant } from '#app/values/time.ts'

type Data = {
  appName: string
  name: string
  event: { name: string; startsAt: number; timeZone: string; place: string }
  reason: string
  link: string
}

export function eventCancelledMail({ appName, name, event, reason, link }: Data): MailContent {
  return composeMail({
    appName,
    subject: `Cancelled: ${event.name}`,
    greeting: `Hello ${name},`,
    blocks: [
      `${event.name} on ${sayInstant(event.startsAt, event.timeZone)} is cancelled. Your request will not get any tickets. You do not need to do anything.`,
      `Reason: ${reason}`,
      { link, label: 'See the event' },
    ],
  })
}
