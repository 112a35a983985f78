import type { MailKind } from '#app/mail/kind.ts'
import type { MailState } from '#app/models/mail/mail.ts'

export const mailStateWords: Record<MailState, string> = {
  queued: 'Waiting',
  sending: 'Being sent',
  sent: 'Sent',
  failed: 'Failed',
  unknown: 'Unknown',
  kept: 'Kept here',
}

export const mailStateMeanings: Record<MailState, string> = {
  queued: 'It waits for its next attempt.',
  sending: 'It is being handed to SES at this moment.',
  sent: 'SES has taken it. Links that work once were removed from this copy.',
  failed: 'SES refused it, or could not be reached for about a day. It has not left.',
  unknown:
    'The answer of SES was lost, so it may have left or not. Trying again may bring a second copy.',
  kept: 'It was written while mail was switched off. It has not left and never will; its links work until they expire.',
}

export const mailKindWords: Record<MailKind, string> = {
  welcome: 'Welcome',
  'password-reset': 'Password reset',
  'sign-in-link': 'Sign-in link',
  'request-receipt': 'Receipt of a request',
  'did-you-ask': 'Did you ask for this?',
  result: 'Result',
  'event-changed': 'Event changed',
  'event-cancelled': 'Event cancelled',
  'closing-soon': 'Closing soon',
  'terms-locked': 'Terms locked',
  'locking-cancelled': 'Locking cancelled',
  invitation: 'You can ask for tickets',
}

/** A kind that a newer version wrote has only its bare name. */
export function sayMailKind(kind: string): string {
  return (mailKindWords as Record<string, string>)[kind] ?? kind
}
