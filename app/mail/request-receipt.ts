import { sayInstant } from '#app/values/time.ts'
import { composeMail, type MailContent } from './compose.ts'

type Data = {
  appName: string
  name: string
  what: 'made' | 'changed' | 'withdrawn'
  /** Undefined: by the person. */
  enteredBy: string | undefined
  event: { name: string; startsAt: number; closesAt: number | null; timeZone: string }
  asked: string
  note: string
  code: string | undefined
  commitment: string | undefined
  at: number
  link: string
}

const openings = {
  made: 'your request is in.',
  changed: 'your request is changed.',
  withdrawn: 'your request is withdrawn. Nothing of it stands any more.',
}

export function requestReceiptMail(data: Data): MailContent {
  const { appName, name, what, enteredBy, event, asked, note, code, commitment, at, link } = data
  const { timeZone } = event
  const rows: [string, string][] = [
    ['Event', event.name],
    ['Starts', sayInstant(event.startsAt, timeZone)],
    [what === 'withdrawn' ? 'You had asked for' : 'You asked for', asked],
    ...(note ? [['Your note', note] as [string, string]] : []),
    [what === 'withdrawn' ? 'Withdrawn' : 'Received', sayInstant(at, timeZone)],
    ...(event.closesAt === null
      ? []
      : [['Requests close', sayInstant(event.closesAt, timeZone)] as [string, string]]),
    ...(code
      ? [['Your code on the roll', `${code} (nobody else is told)`] as [string, string]]
      : []),
    ...(commitment ? [['Commitment of the draw', commitment] as [string, string]] : []),
  ]
  return composeMail({
    appName,
    subject: `${subjects[what]}: ${event.name}`,
    greeting: `Hello ${name},`,
    blocks: [
      openings[what],
      ...(enteredBy ? [`${enteredBy} did this for you.`] : []),
      { rows },
      {
        link,
        label: what === 'withdrawn' ? 'Ask again while requests are open' : 'See or change it',
      },
    ],
  })
}

const subjects = {
  made: 'Request received',
  changed: 'Request changed',
  withdrawn: 'Request withdrawn',
}
