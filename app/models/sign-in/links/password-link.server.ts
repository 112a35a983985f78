import { passwordResetMail } from '#app/mail/mails/password-reset.ts'
import { welcomeMail } from '#app/mail/mails/welcome.ts'
import { queueMail } from '#app/mail/outbox.server.ts'
import { settings } from '#app/settings.server.ts'
import { hashToken } from '#app/values/id.ts'
import { issueToken, TOKEN_LIFETIME } from './token.server.ts'

export type LinkRecipient = { id: string; name: string; email: string; hasPassword?: boolean }

const DAY = 24 * 3_600_000
const MINUTE = 60_000

export function welcomeTo({ id, name, email, hasPassword = false }: LinkRecipient, token: string) {
  const { APP_NAME, APP_URL } = settings()
  return {
    kind: 'welcome' as const,
    reasonKey: `welcome:${hashToken(token).slice(0, 16)}`,
    to: { userId: id, email },
    content: welcomeMail({
      appName: APP_NAME,
      name,
      email,
      hasPassword,
      link: `${APP_URL}/reset-password/${token}`,
      askAgain: `${APP_URL}/forgot-password`,
      days: TOKEN_LIFETIME['set-password'] / DAY,
    }),
  }
}

export function inviteSteps(person: LinkRecipient) {
  const { token, steps } = issueToken('set-password', person.id)
  return [...steps, queueMail(welcomeTo(person, token))]
}

export function resetTo({ id, name, email }: LinkRecipient, token: string, isFromAdmin: boolean) {
  const { APP_NAME, APP_URL } = settings()
  return {
    kind: 'password-reset' as const,
    reasonKey: `password-reset:${hashToken(token).slice(0, 16)}`,
    to: { userId: id, email },
    content: passwordResetMail({
      appName: APP_NAME,
      name,
      link: `${APP_URL}/reset-password/${token}`,
      minutes: TOKEN_LIFETIME['reset-password'] / MINUTE,
      isFromAdmin,
    }),
  }
}

export function resetSteps(person: LinkRecipient) {
  const { token, steps } = issueToken('reset-password', person.id)
  return [...steps, queueMail(resetTo(person, token, true))]
}
