import { answeredMail } from '#app/mail/mails/after/answered.ts'
import { changedByOrganizerMail } from '#app/mail/mails/after/changed-by-organizer.ts'
import { lastCallMail } from '#app/mail/mails/after/last-call.ts'
import { offerMail, offerShortenedMail } from '#app/mail/mails/after/offer.ts'
import { offerEndedMail } from '#app/mail/mails/after/offer-ended.ts'
import { releasedMail, returnedMail } from '#app/mail/mails/after/returned.ts'
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

type Rendering = (about: never) => MailContent

const renderings: Partial<Record<string, Rendering>> = {
  'terms-locked': termsLockedMail,
  'locking-cancelled': lockingCancelledMail,
  invitation: invitationMail,
  'confirm-by-set': confirmBySetMail,
  'confirm-soon': confirmSoonMail,
  offer: offerMail,
  'offer-ended': offerEndedMail,
  'offer-shortened': offerShortenedMail,
  answered: answeredMail,
  returned: returnedMail,
  'last-call': lastCallMail,
  released: releasedMail,
  'changed-by-organizer': changedByOrganizerMail,
}

function renderFacts(kind: string, facts: string): MailContent {
  const { APP_NAME: appName, APP_URL: appUrl } = settings()
  const render = renderings[kind]
  if (!render) throw new Error(`no mail of the kind ${kind} is rendered from facts`)
  return render({ ...JSON.parse(facts), appName, appUrl } as never)
}
