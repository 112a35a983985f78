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
  const when = isRestored ? '' : ' before its result could be known'
  const lost = isRestored ? ' If you saw a result of it, that no longer counts.' : ''
  return composeMail({
    appName,
    subject: subjectOfCancelled(data),
    greeting: `Hello ${name},`,
    blocks: [
      `draw ${draw} for ${event.name} was cancelled${when}. It will not be made.${lost}`,
      `The reason: ${reason}`,
      `The number ${draw} is used up and stays in the public log. The next draw is draw ${draw + 1}. It has a new secret and terms of its own, so the email about draw ${draw} proves nothing about it.`,
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
