import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { type RequestFacts, rowsOfRequest } from './request-facts.ts'

type Data = RequestFacts & {
  appName: string
  name: string
  what: 'made' | 'changed' | 'withdrawn'
  /** Who withdrew it, if not the person. */
  enteredBy: string | undefined
  link: string
}

const openings = {
  made: 'your request is in.',
  changed: 'your request is changed.',
  withdrawn: 'your request is withdrawn. It no longer counts.',
}

export function requestReceiptMail(data: Data): MailContent {
  const { appName, name, what, enteredBy, event, link } = data
  const words =
    what === 'withdrawn'
      ? { asked: 'You had asked for', note: 'Your note', at: 'Withdrawn' }
      : { asked: 'You asked for', note: 'Your note', at: 'Received' }
  return composeMail({
    appName,
    subject: `${subjects[what]}: ${event.name}`,
    greeting: `Hello ${name},`,
    blocks: [
      openings[what],
      ...(enteredBy ? [`${enteredBy} did this for you.`] : []),
      { rows: rowsOfRequest(data, words) },
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
