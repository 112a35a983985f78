import { composeMail, type MailContent } from '#app/mail/compose.ts'

export type CancelledLocking = {
  event: { id: string; name: string }
  draw: number
  reason: string
  nextCommitment: string
  /** By a restore, which does not know what was published since the backup. */
  isRestored?: boolean
}

export type LockingCancelledFacts = CancelledLocking & { name: string }

type Data = LockingCancelledFacts & { appName: string; appUrl: string }

export function lockingCancelledMail(data: Data): MailContent {
  const { appName, appUrl, name, event, draw, reason, nextCommitment, isRestored } = data
  const when = isRestored ? '' : ' before anyone could know its result'
  const lost = isRestored ? ' If you saw a result of it, that no longer counts.' : ''
  return composeMail({
    appName,
    subject: subjectOfCancelled(data),
    greeting: `Hello ${name},`,
    blocks: [
      `Draw ${draw} for ${event.name} was cancelled${when}. It will not take place.${lost}`,
      `Reason: ${reason}`,
      `You do not need to do anything. The next draw is draw ${draw + 1}. It has a new secret and its own terms, so our email about draw ${draw} proves nothing about it. Draw ${draw} stays in the public log, and its number is not used again.`,
      { exact: [[`Commitment of draw ${draw + 1}`, nextCommitment]] },
      { link: `${appUrl}/events/${event.id}/draws/${draw}`, label: 'See the cancelled draw' },
    ],
  })
}

export function subjectOfCancelled({
  event,
  draw,
}: Pick<CancelledLocking, 'event' | 'draw'>): string {
  return `Draw ${draw} cancelled: ${event.name}`
}
