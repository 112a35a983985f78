export const mailKinds = [
  'welcome',
  'password-reset',
  'sign-in-link',
  'request-receipt',
  'did-you-ask',
  'result',
  'event-changed',
  'event-cancelled',
  'closing-soon',
  'terms-locked',
  'locking-cancelled',
  'invitation',
  'confirm-by-set',
  'confirm-soon',
  'offer',
  'offer-ended',
  'offer-shortened',
  'answered',
  'returned',
  'last-call',
  'released',
  'changed-by-organizer',
  'test',
] as const
export type MailKind = (typeof mailKinds)[number]

/** Others are about events, and go only to people who know this program. */
export const accessKinds: ReadonlySet<MailKind> = new Set([
  'welcome',
  'password-reset',
  'sign-in-link',
  'test',
])

/** A second copy does no harm, but none would. Others with an unknown outcome are not repeated. */
export const repeatableKinds: ReadonlySet<MailKind> = new Set([
  'welcome',
  'password-reset',
  'sign-in-link',
  'test',
])
