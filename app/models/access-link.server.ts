import { sql } from 'drizzle-orm'
import { queueMail } from '#app/mail/outbox.server.ts'
import { passwordResetMail } from '#app/mail/password-reset.ts'
import { signInLinkMail } from '#app/mail/sign-in-link.ts'
import { settings } from '#app/settings.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { audit } from './audit.server.ts'
import { hashToken } from './id.ts'
import { countTry, networkOf } from './limits.server.ts'
import { noEarlierThan } from './pace.ts'
import { type NewSession, newSession, type SessionStart } from './session.server.ts'
import { findTokenOwner, issueToken, spendToken, TOKEN_LIFETIME } from './token.server.ts'

/** What a person who cannot get in may have mailed. */
export type AccessLink = 'reset-password' | 'sign-in'

const mails = {
  'reset-password': { kind: 'password-reset', compose: passwordResetMail },
  'sign-in': { kind: 'sign-in-link', compose: signInLinkMail },
} as const

/** Milliseconds that asking takes at least: longer than writing the mail, so that time tells nothing. */
const ANSWER_TIME = 300

/**
 * Mails a link to the active person with this address; for anybody else the same happens and nothing is kept.
 * @returns the seconds to wait when there were too many tries, or 0.
 */
export async function mailAccessLink(
  link: AccessLink,
  email: string,
  address: string,
): Promise<number> {
  const seconds =
    (await countTry('reset by address', networkOf(address))) ||
    (await countTry('reset by account', email))
  if (seconds === 0) await noEarlierThan(ANSWER_TIME, () => writeMail(link, email))
  return seconds
}

async function writeMail(purpose: AccessLink, email: string): Promise<void> {
  const [known] = await db()
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(users)
    .where(sql`${users.email} = ${email}`)
  const person = known ?? { userId: '', name: '', email }
  const { token, steps } = issueToken(purpose, person.userId)
  const { kind, compose } = mails[purpose]
  const content = compose({
    appName: settings().APP_NAME,
    name: person.name,
    link: `${settings().APP_URL}/${purpose}/${token}`,
    minutes: TOKEN_LIFETIME[purpose] / 60_000,
  })
  await write([
    refuseUnless(
      'unknown',
      sql`SELECT deactivated_at IS NULL AND email = ${email} FROM users WHERE id = ${person.userId}`,
    ),
    ...steps,
    queueMail({ kind, reasonKey: `${kind}:${hashToken(token)}`, to: person, content }),
    audit({
      actor: null,
      action: 'access-link.mailed',
      subject: 'user',
      subjectId: person.userId,
      after: { kind },
    }),
  ])
}

/** Whom a sign-in link lets in, if it still can. */
export function findSignInLink(token: string) {
  return findTokenOwner(token, ['sign-in'])
}

/** Uses the link up and starts a session. @returns undefined when the link cannot be used any more. */
export async function signInByLink(
  token: string,
  start: SessionStart,
): Promise<NewSession | undefined> {
  const owner = await findSignInLink(token)
  if (!owner) return undefined
  const { userId, name } = owner
  const { session, steps } = newSession({ userId, name }, start, 'link')
  const done = await write([...spendToken(token, ['sign-in']), ...steps])
  return done.refusal ? undefined : session
}
