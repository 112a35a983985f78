import type { Block } from '#app/mail/compose.ts'
import { sayTickets } from '#app/values/tickets.ts'
import { sayInstant } from '#app/values/time.ts'

/** What the mails about what comes after a decision are rendered from when they leave. */
export type AfterFacts = {
  event: { id: string; name: string; place: string; startsAt: number; timeZone: string }
  /** Of the person. */
  name: string
  /** What the line moved; 0 where it moved none. */
  tickets: number
  /** After the line. */
  holding: number
  /** Of the person, as "4,2,1"; null where they are not on the list. */
  sizes: string | null
  /** Of the line that the mail reports. */
  n: number
  head: string
}

export type AfterMail<Facts> = Facts & { appName: string; appUrl: string }

type About = Pick<AfterFacts, 'event'> & { appUrl: string }

export function eventAddress({ appUrl, event }: About, page = ''): string {
  return `${appUrl}/events/${event.id}${page}`
}

export function rowsOfEvent({ event }: Pick<AfterFacts, 'event'>): [string, string][] {
  const starts = sayInstant(event.startsAt, event.timeZone)
  const place: [string, string][] = event.place ? [['Place', event.place]] : []
  return [['Event', event.name], ['Starts', starts], ...place]
}

/** @param at in seconds */
export function sayEnd(at: number, { event }: Pick<AfterFacts, 'event'>): string {
  return sayInstant(at * 1000, event.timeZone)
}

export function sayHolding({ holding, event }: Pick<AfterFacts, 'holding' | 'event'>): string {
  return holding > 0
    ? `You now have ${sayTickets(holding)} for ${event.name}.`
    : `You now have no tickets for ${event.name}.`
}

export function waitingListLink(about: About): Block {
  return { link: eventAddress(about, '/waiting-list'), label: 'See your place on the waiting list' }
}

type Line = Pick<AfterFacts, 'event' | 'n' | 'head'> & { appUrl: string }

/** For holding the public log against this mail later. */
export function exactOfLine(facts: Line): Block[] {
  return [
    'Keep this email. With the lines below you can check later that nobody changed the public log of this event. Download the log, open the page for checking, and enter the check value. The command line does the same with --head.',
    {
      exact: [
        ['Line of the log', String(facts.n)],
        ['Check value', `${facts.n}:${facts.head}`],
        ['The public log', eventAddress(facts, '/after.txt')],
        ['The page for checking', `${facts.appUrl}/verify`],
      ],
    },
  ]
}
