import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { type RequestFacts, rowsOfRequest } from './request-facts.ts'

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
      'It takes part in the draw either way. But it counts in your record of losses and wins only if you say that you asked for it, before requests close.',
      { link, label: 'Confirm, change or withdraw it' },
      'Did you not ask for this? You can withdraw it on the same page.',
    ],
  })
}
