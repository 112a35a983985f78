import { composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayTickets } from '#app/values/tickets.ts'
import {
  type AfterFacts,
  type AfterMail,
  exactOfLine,
  sayHolding,
  waitingListLink,
} from './after-facts.ts'

export function returnedMail(data: AfterMail<AfterFacts>): MailContent {
  const { appName, name, tickets } = data
  return composeMail({
    appName,
    subject: subjectOfReturned(data),
    greeting: `Hello ${name},`,
    blocks: [
      `You gave back ${sayTickets(tickets)}. Thank you. ${sayHolding(data)}`,
      'If you change your mind, choose “Put me back” on the waiting list page. Your place counts from when you gave the tickets back.',
      waitingListLink(data),
      ...exactOfLine(data),
    ],
  })
}

export function subjectOfReturned({ event, tickets }: Pick<AfterFacts, 'event' | 'tickets'>) {
  return `You gave back ${sayTickets(tickets)}: ${event.name}`
}

/** They did not say "I am coming" in time. */
export function releasedMail(data: AfterMail<AfterFacts>): MailContent {
  const { appName, name, event, tickets } = data
  return composeMail({
    appName,
    subject: subjectOfReleased(data),
    greeting: `Hello ${name},`,
    blocks: [
      `You no longer have ${sayTickets(tickets)} for ${event.name}, because you did not say in time that you are coming. ${sayHolding(data)}`,
      'If you still want to come, choose “Put me back” on the waiting list page. We offer you tickets when some are free and it is your turn.',
      waitingListLink(data),
      ...exactOfLine(data),
    ],
  })
}

export function subjectOfReleased({ event, tickets }: Pick<AfterFacts, 'event' | 'tickets'>) {
  return `You no longer have ${sayTickets(tickets)}: ${event.name}`
}
