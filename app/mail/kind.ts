export const mailKinds = [
  'welcome',
  'password-reset',
  'sign-in-link',
  'request-receipt',
  'result',
  'event-changed',
  'event-cancelled',
  'closing-soon',
] as const
export type MailKind = (typeof mailKinds)[number]

/** Mails that let somebody in. All others are about events, and only people who know this program get them. */
export const accessKinds: ReadonlySet<MailKind> = new Set([
  'welcome',
  'password-reset',
  'sign-in-link',
])

/**
 * Links that somebody waits for: a second copy does no harm, none at all would. Of every other kind
 * two copies would say a thing twice, so an attempt whose end nobody knows is shown and not repeated.
 */
export const repeatableKinds: ReadonlySet<MailKind> = new Set([
  'welcome',
  'password-reset',
  'sign-in-link',
])
