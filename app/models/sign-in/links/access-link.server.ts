import { sql } from 'drizzle-orm'
import { signInLinkMail } from '#app/mail/mails/sign-in-link.ts'
import { queueMail } from '#app/mail/outbox.server.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import {
  countTries,
  type From,
  recognizeVisitor,
  type Stranger,
  type Try,
} from '#app/models/sign-in/hashing/asker.server.ts'
import { noEarlierThan } from '#app/models/sign-in/pace.ts'
import {
  type NewSession,
  newSession,
  type SessionStart,
} from '#app/models/sign-in/session/session.server.ts'
import { settings } from '#app/settings.server.ts'
import { hashToken } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { type LinkRecipient, resetTo } from './password-link.server.ts'
import { findTokenOwner, issueToken, spendToken, TOKEN_LIFETIME } from './token.server.ts'

export type AccessLink = 'reset-password' | 'sign-in'

const mails = {
  'reset-password': (person: LinkRecipient, token: string) => resetTo(person, token, false),
  'sign-in': signInTo,
}

/** Milliseconds: longer than writing the mail takes, so that the time reveals nothing. */
const ANSWER_TIME = 300

/**
 * An unknown address costs the same work. Asking in another name uses up the tries of one's network; the limit over
 * all networks protects the mailbox, and known devices have a share. @returns seconds to wait, or 0
 */
export async function mailAccessLink(link: AccessLink, email: string, from: From): Promise<number> {
  const known = await findByEmail(email)
  const seconds = await countTries(triesOf(await recognizeVisitor(from, known?.id), email))
  if (seconds === 0) await noEarlierThan(ANSWER_TIME, () => writeMail(link, email, known))
  return seconds
}

function triesOf({ device, network, wide, isKnownNetwork }: Stranger, email: string): Try[] {
  if (device !== undefined) return [['reset by device', `${email} ${device}`]]
  return [
    ['reset by address', network],
    ...(isKnownNetwork ? [] : [['reset by wide network', wide] as Try]),
    ['reset by account and network', `${email} ${wide}`],
    ['reset by account', email],
  ]
}

async function findByEmail(email: string): Promise<LinkRecipient | undefined> {
  const [known] = await db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(sql`${users.email} = ${email}`)
  return known
}

async function writeMail(
  purpose: AccessLink,
  email: string,
  known: LinkRecipient | undefined,
): Promise<void> {
  const person = known ?? { id: '', name: '', email }
  const { token, steps } = issueToken(purpose, person.id)
  const mail = mails[purpose](person, token)
  await write([
    refuseUnless(
      'unknown',
      sql`SELECT deactivated_at IS NULL AND email = ${email} FROM users WHERE id = ${person.id}`,
    ),
    ...steps,
    queueMail(mail),
    audit({
      actor: null,
      action: 'access-link.mailed',
      subject: 'user',
      subjectId: person.id,
      after: { kind: mail.kind },
    }),
  ])
}

function signInTo({ id, name, email }: LinkRecipient, token: string) {
  const { APP_NAME, APP_URL } = settings()
  return {
    kind: 'sign-in-link' as const,
    reasonKey: `sign-in-link:${hashToken(token).slice(0, 16)}`,
    to: { userId: id, email },
    content: signInLinkMail({
      appName: APP_NAME,
      name,
      link: `${APP_URL}/sign-in/${token}`,
      minutes: TOKEN_LIFETIME['sign-in'] / 60_000,
    }),
  }
}

export function findSignInLink(token: string) {
  return findTokenOwner(token, ['sign-in'])
}

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
