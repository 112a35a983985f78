import type { SQL } from 'drizzle-orm'
import { queueMail } from '#app/mail/outbox.server.ts'
import { passwordResetMail } from '#app/mail/password-reset.ts'
import { welcomeMail } from '#app/mail/welcome.ts'
import { settings } from '#app/settings.server.ts'
import { hashToken } from './id.ts'
import { issueToken, TOKEN_LIFETIME } from './token.server.ts'

type Recipient = { id: string; name: string; email: string }

const DAY = 24 * 3_600_000
const MINUTE = 60_000

/** The mail that greets a new person and brings her to her first password. */
export function welcomeTo({ id, name, email }: Recipient, token: string) {
  const { APP_NAME, APP_URL } = settings()
  return {
    kind: 'welcome' as const,
    reasonKey: `welcome:${hashToken(token).slice(0, 16)}`,
    to: { userId: id, email },
    content: welcomeMail({
      appName: APP_NAME,
      name,
      email,
      link: `${APP_URL}/reset-password/${token}`,
      askAgain: `${APP_URL}/forgot-password`,
      days: TOKEN_LIFETIME['set-password'] / DAY,
    }),
  }
}

/** The steps that give a person a welcome mail with a link of some days. */
export function inviteSteps(person: Recipient) {
  const { token, steps } = issueToken('set-password', person.id)
  return [...steps, queueMail(welcomeTo(person, token))]
}

/** The steps that send somebody who has a password a link to choose another. */
export function resetSteps({ id, name, email }: Recipient) {
  const { token, steps } = issueToken('reset-password', id)
  const mail: SQL = queueMail({
    kind: 'password-reset',
    reasonKey: `password-reset:${hashToken(token).slice(0, 16)}`,
    to: { userId: id, email },
    content: passwordResetMail({
      appName: settings().APP_NAME,
      name,
      link: `${settings().APP_URL}/reset-password/${token}`,
      minutes: TOKEN_LIFETIME['reset-password'] / MINUTE,
      isFromAdmin: true,
    }),
  })
  return [...steps, mail]
}
