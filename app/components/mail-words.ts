import type { MailKind } from '#app/mail/kind.ts'
import type { MailState } from '#app/models/mail/mail.ts'

export const mailStateWords: Record<MailState, string> = {
  queued: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Failed',
  unknown: 'Not known',
  kept: 'Not sent',
}

const mailStateMeanings: Record<MailState, string> = {
  queued: 'It will be sent at the next try.',
  sending: 'It is being sent right now.',
  sent: 'Amazon SES has accepted it. Links that work once were removed from this copy.',
  failed: 'Amazon SES refused it, or could not be reached for about a day. It was not sent.',
  unknown:
    'The answer of Amazon SES was lost, so it may or may not have been sent. If you try again, they may get it twice.',
  kept: 'Not sent, because email was off. Its links work until they expire.',
}

/** Of one that was dropped when it would have left: its last error says why. */
const DROPPED = 'Dropped when it should have been sent.'

export function sayMeaning({ state, lastError }: { state: MailState; lastError: string | null }) {
  return state === 'kept' && lastError !== null ? DROPPED : mailStateMeanings[state]
}

export const mailKindWords: Record<MailKind, string> = {
  welcome: 'Welcome',
  'password-reset': 'Password reset',
  'sign-in-link': 'Sign-in link',
  'request-receipt': 'Request received',
  'did-you-ask': 'Did you ask for this?',
  result: 'Result',
  'event-changed': 'Event changed',
  'event-cancelled': 'Event cancelled',
  'closing-soon': 'Closing soon',
  'terms-locked': 'Terms locked',
  'locking-cancelled': 'Locking cancelled',
  'confirm-by-set': 'Confirm by set',
  'confirm-soon': 'Confirm soon',
  test: 'Test',
  invitation: 'You can ask for tickets',
  offer: 'Offer',
  'offer-ended': 'Offer ended',
  'offer-shortened': 'Offer ends earlier',
  answered: 'Offer answered',
  returned: 'Tickets given back',
  'last-call': 'Last call',
  released: 'Not confirmed in time',
  'changed-by-organizer': 'Changed by the organizer',
}

/** A kind that a newer version wrote has only its bare name. */
export function sayMailKind(kind: string): string {
  return (mailKindWords as Record<string, string>)[kind] ?? kind
}
