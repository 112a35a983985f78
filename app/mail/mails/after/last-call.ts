import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import {
  type AfterFacts,
  type AfterMail,
  eventAddress,
  exactOfLine,
  rowsOfEvent,
} from './after-facts.ts'

/** Without a line where none began it. */
type LastCallFacts = Pick<AfterFacts, 'event' | 'name'> & Partial<Pick<AfterFacts, 'n' | 'head'>>

/** Names no number: others may be faster. */
export function lastCallMail(data: AfterMail<LastCallFacts>): MailContent {
  const { appName, name, event } = data
  return composeMail({
    appName,
    subject: subjectOfLastCall(data),
    greeting: `Hello ${name},`,
    blocks: [
      `Tickets for ${event.name} are free. You can take some until the event starts. The first to press the button gets them.`,
      { rows: rowsOfEvent(data) },
      { link: eventAddress(data, '/waiting-list'), label: 'Take tickets' },
      'We send this email once. If you do not want tickets, you do not need to do anything.',
      ...exactOf(data),
    ],
  })
}

export function subjectOfLastCall({ event }: Pick<AfterFacts, 'event'>): string {
  return `Last call for tickets: ${event.name}`
}

function exactOf({ n, head, ...data }: AfterMail<LastCallFacts>): Block[] {
  return n === undefined || head === undefined ? [] : exactOfLine({ ...data, n, head })
}
