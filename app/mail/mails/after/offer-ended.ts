import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayTickets } from '#app/values/tickets.ts'
import {
  type AfterFacts,
  type AfterMail,
  eventAddress,
  exactOfLine,
  waitingListLink,
} from './after-facts.ts'

export type OfferEndedFacts = AfterFacts & {
  what: 'expired' | 'withdrawn'
  /** Of a withdrawn one, as a key of WITHDRAWN. */
  why?: string | undefined
  /** What the organizer wrote. */
  reason: string
  /** The mail about the offer left too late: they are put back without asking. */
  isPutBack?: boolean | undefined
}

export function offerEndedMail(data: AfterMail<OfferEndedFacts>): MailContent {
  const { appName, name, reason } = data
  return composeMail({
    appName,
    subject: subjectOfEnded(data),
    greeting: `Hello ${name},`,
    blocks: [
      ...(data.what === 'expired' ? expired(data) : withdrawn(data)),
      ...(reason ? [`Reason: ${reason}`] : []),
      data.why === 'cancelled' || data.why === 'unfinalized'
        ? { link: eventAddress(data), label: 'See the event' }
        : waitingListLink(data),
      ...exactOfLine(data),
    ],
  })
}

export function subjectOfEnded({ event }: Pick<AfterFacts, 'event'>): string {
  return `Your offer has ended: ${event.name}`
}

function expired({ tickets, event, isPutBack }: OfferEndedFacts): Block[] {
  return [
    `Your offer of ${sayTickets(tickets)} for ${event.name} has ended, because you did not answer in time.`,
    isPutBack
      ? 'Our email about this offer was sent too late, so this does not count. You are still waiting for tickets at the same place. You do not need to do anything.'
      : 'You keep your place on the waiting list. If you still want tickets, choose “Put me back” on the waiting list page. Until then you get no new offer.',
  ]
}

/** Only what is true of everybody whose offer ended for this. */
const WITHDRAWN: Record<string, [because: string, next: string]> = {
  cancelled: ['because the event is cancelled', 'You do not need to do anything.'],
  unfinalized: [
    'because the organizer reopened the results',
    'We will email you if your number of tickets changes.',
  ],
  moved: [
    'because the event now starts earlier, and too little time would be left to answer',
    'You are still on the waiting list.',
  ],
  changed: ['because the event has changed', 'You are still on the waiting list.'],
  erased: ['because the list of people has changed', 'You do not need to do anything.'],
}
const BY_ORGANIZER: [because: string, next: string] = [
  'because the organizer took it back',
  'You can see on the waiting list page what you can do now.',
]

function withdrawn({ tickets, event, why }: OfferEndedFacts): Block[] {
  const known = why !== undefined && Object.hasOwn(WITHDRAWN, why) ? WITHDRAWN[why] : undefined
  const [because, next] = known ?? BY_ORGANIZER
  return [`Your offer of ${sayTickets(tickets)} for ${event.name} has ended, ${because}.`, next]
}
