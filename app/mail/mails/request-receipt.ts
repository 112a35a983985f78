import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { exactOfRequest, type RequestFacts, rowsOfRequest } from './request-facts.ts'

type Data = RequestFacts & {
  appName: string
  name: string
  what: 'made' | 'changed' | 'withdrawn'
  /** Who withdrew it, if not the person. */
  enteredBy: string | undefined
  link: string
}

const openings = {
  made: 'We have received your request.',
  changed: 'We have changed your request.',
  withdrawn: 'Your request has been withdrawn. It no longer counts.',
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
      nextSteps[what],
      { rows: rowsOfRequest(data, words) },
      {
        link,
        label: what === 'withdrawn' ? 'Ask again' : 'See or change your request',
      },
      ...exactOfRequest(data),
    ],
  })
}

const nextSteps = {
  made: 'You can change or withdraw it until requests close. The result will be on the event page.',
  changed:
    'You can change or withdraw it until requests close. The result will be on the event page.',
  withdrawn: 'You can ask again until requests close.',
}

const subjects = {
  made: 'Request received',
  changed: 'Request changed',
  withdrawn: 'Request withdrawn',
}
