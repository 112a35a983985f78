import { type Block, composeMail, type MailContent } from '#app/mail/compose.ts'
import { sayInstant } from '#app/values/time.ts'

/** What everybody's mail about one locking says. */
export type LockedTerms = {
  event: { id: string; name: string; timeZone: string }
  draw: number
  commitment: string
  rollHash: string
  termsHash: string
  terms: string
  /** As the terms have it, and in words. */
  source: string
  sourceInWords: string
  knownAt: number
}

export type TermsLockedFacts = LockedTerms & {
  name: string
  line: string | null
  /** Set when the locking is cancelled before the mail has left. */
  isCancelled?: boolean
  /** Why there is no line: 'missing' must never happen, and is told loudly. */
  off: keyof typeof WITHOUT_LINE | null
}

type Data = TermsLockedFacts & { appName: string; appUrl: string }

export function termsLockedMail(data: Data): MailContent {
  const { appName, appUrl, name, event, draw, knownAt, sourceInWords } = data
  const when = sayInstant(knownAt, event.timeZone)
  return composeMail({
    appName,
    subject: subjectOfLocked(data),
    greeting: `Hello ${name},`,
    blocks: data.isCancelled
      ? afterCancelling(data)
      : [
          `The terms of draw ${draw} for ${event.name} are locked. Everything that decides this draw is now fixed and published, except the public value.`,
          {
            rows: [
              ['The draw takes place', sayWhen(data, when)],
              ['Public value', sourceInWords],
            ],
          },
          `Keep this email. It is a witness only if it came before ${when}. Then it proves what was fixed before anyone could know the result.`,
          ...lineOf(data),
          { link: `${appUrl}/events/${event.id}/draws/${draw}`, label: 'See this draw' },
          'After the draw, compare its document with these lines:',
          { exact: exactOf(data) },
          { link: `${appUrl}/verify`, label: 'Check the draw' },
        ],
  })
}

function afterCancelling({ appUrl, event, draw }: Data): Block[] {
  return [
    `The terms of draw ${draw} for ${event.name} were locked. The locking was cancelled before this email left. Draw ${draw} will not take place, so this email proves nothing.`,
    { link: `${appUrl}/events/${event.id}/draws/${draw}`, label: 'See the cancelled draw' },
  ]
}

function sayWhen({ source }: Data, when: string): string {
  return source.startsWith('numbers:') ? `when the numbers are entered, not before ${when}` : when
}

type Subject = Pick<TermsLockedFacts, 'draw' | 'isCancelled'> & { event: { name: string } }

export function subjectOfLocked({ event, draw, isCancelled }: Subject): string {
  return `${isCancelled ? 'Cancelled: terms' : 'Terms'} locked for draw ${draw}: ${event.name}`
}

const WITHOUT_LINE = {
  'no-size':
    'You are not on the roll, because your request has no number of tickets that this event can give.',
  deactivated:
    'You are not on the roll, because your account was deactivated when the roll was made. If it was active then, the roll is wrong: show this email to the organizer.',
  missing:
    'Your request is missing from the roll, and it should be there. Without it you cannot get a ticket in this draw. Show this email to the organizer and to others who asked, before the draw takes place.',
}

function lineOf({ line, off }: Data): Block[] {
  return line === null
    ? [WITHOUT_LINE[off ?? 'missing']]
    : [{ exact: [['Your line on the roll', line]] }]
}

function exactOf({ event, draw, ...locked }: Data): [string, string][] {
  return [
    ['Event id', event.id],
    ['Number of the draw', String(draw)],
    ['Commitment', locked.commitment],
    ['Hash of the roll', locked.rollHash],
    ['Hash of the terms', locked.termsHash],
    ['Source of the public value', locked.source],
    ['Terms', locked.terms],
  ]
}
