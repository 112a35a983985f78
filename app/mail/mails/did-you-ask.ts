import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { exactOfRequest, type RequestFacts, rowsOfRequest } from './request-facts.ts'

type Data = RequestFacts & {
  appName: string
  name: string
  what: 'made' | 'changed'
  enteredBy: string
  /** Of the page with the button. */
  link: string
}

export function didYouAskMail(data: Data): MailContent {
  const { appName, name, what, enteredBy, event, link } = data
  const did = what === 'made' ? 'entered this request for you' : 'changed your request'
  return composeMail({
    appName,
    subject: `Did you ask for this? ${event.name}`,
    greeting: `Hello ${name},`,
    blocks: [
      `${enteredBy} ${did}.`,
      { rows: rowsOfRequest(data, { asked: 'Asked for', note: 'Note', at: 'Entered' }) },
      'This request takes part in the draw either way. If you asked for it, please confirm it before requests close. Only then does it count in your record.',
      { link, label: 'See the request' },
      'If you did not ask for this, you can change or withdraw it on the same page.',
      ...exactOfRequest(data),
    ],
  })
}
