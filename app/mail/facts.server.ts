import { confirmBySetMail, confirmSoonMail } from '#app/mail/mails/confirming.ts'
import { invitationMail } from '#app/mail/mails/invitation.ts'
import { lockingCancelledMail } from '#app/mail/mails/locking-cancelled.ts'
import { termsLockedMail } from '#app/mail/mails/terms-locked.ts'
import { settings } from '#app/settings.server.ts'
import type { MailContent } from './compose.ts'
import type { Parts } from './one-time-links.ts'
import { openLinks } from './sealed-links.server.ts'

type Kept = Parts & { id: string; kind: string; isSealed: boolean; facts: string | null }

/** Rendered from its facts, if it has not left. @returns undefined when its one-time links cannot be opened */
export function readParts(mail: Kept): Parts | undefined {
  return isUnrendered(mail) ? renderFacts(mail.kind, mail.facts) : openLinks(mail)
}

type Unrendered = Kept & { facts: string }

export function isUnrendered(mail: Kept): mail is Unrendered {
  return mail.facts !== null && mail.text === ''
}

function renderFacts(kind: string, facts: string): MailContent {
  const { APP_NAME: appName, APP_URL: appUrl } = settings()
  const about = { ...JSON.parse(facts), appName, appUrl }
  if (kind === 'terms-locked') return termsLockedMail(about)
  if (kind === 'locking-cancelled') return lockingCancelledMail(about)
  if (kind === 'invitation') return invitationMail(about)
  if (kind === 'confirm-by-set') return confirmBySetMail(about)
  if (kind === 'confirm-soon') return confirmSoonMail(about)
  throw new Error(`no mail of the kind ${kind} is rendered from facts`)
}
