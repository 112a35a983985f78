import { and, eq, isNull, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { askerFor } from '#app/models/sign-in/hashing/asker.server.ts'
import { hashPassword, isPasswordOf } from '#app/models/sign-in/hashing/password.server.ts'
import {
  findTokenOwner,
  spendToken,
  type TokenPurpose,
} from '#app/models/sign-in/links/token.server.ts'
import {
  type NewSession,
  newSession,
  type SessionStart,
  type Viewer,
} from '#app/models/sign-in/session/session.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { sessions, tokens, users } from '#db/schema.ts'
import { countTry, forgiveTry } from './limits.server.ts'
import { normalPassword } from './password.ts'

const PASSWORD_LINKS: TokenPurpose[] = ['set-password', 'reset-password']

type Person = { userId: string; name: string }

function passwordSteps(person: Person, passwordHash: string, way: string) {
  const { userId } = person
  return [
    db().update(users).set({ passwordHash, mustChangePassword: false }).where(eq(users.id, userId)),
    db().delete(sessions).where(eq(sessions.userId, userId)),
    db()
      .delete(tokens)
      .where(and(eq(tokens.userId, userId), isNull(tokens.usedAt))),
    audit({
      actor: person,
      action: 'password.set',
      subject: 'user',
      subjectId: userId,
      after: { way },
    }),
  ]
}

export function findPasswordLink(token: string) {
  return findTokenOwner(token, PASSWORD_LINKS)
}

/** @throws HashingFullError */
export async function setPasswordByLink(
  token: string,
  person: Person & { purpose: TokenPurpose },
  password: string,
  start: SessionStart,
): Promise<NewSession | undefined> {
  const { userId, name, purpose } = person
  const passwordHash = await hashPassword(password, askerFor(userId))
  const owner = { userId, name }
  const { session, steps } = newSession(owner, start, 'new-password')
  const done = await write([
    ...spendToken(token, PASSWORD_LINKS),
    ...passwordSteps(owner, passwordHash, purpose),
    ...steps,
  ])
  return done.refusal ? undefined : session
}

export async function hasPassword(userId: string): Promise<boolean> {
  return (await findHash(userId)) !== null
}

export type PasswordChange = { current: string | undefined; password: string }
type ChangeRefusal =
  | { refusal: 'wrong' | 'same' | 'stale' }
  | { refusal: 'too-many'; seconds: number }

/** @throws HashingFullError */
export async function changePassword(
  viewer: Viewer,
  change: PasswordChange,
  start: Omit<SessionStart, 'isRemembered'>,
): Promise<ChangeRefusal | { refusal: undefined; session: NewSession }> {
  const { userId, name, email, sessionId } = viewer
  const oldHash = await findHash(userId)
  if (oldHash !== null) {
    const seconds = await countTry('sign-in by account', email)
    if (seconds > 0) return { refusal: 'too-many', seconds }
    if (!(await isPasswordOf(change.current ?? '', oldHash, askerFor(userId))))
      return { refusal: 'wrong' }
    await forgiveTry('sign-in by account', email)
    if (normalPassword(change.current ?? '') === normalPassword(change.password))
      return { refusal: 'same' }
  }
  const passwordHash = await hashPassword(change.password, askerFor(userId))
  const isRemembered = await isRememberedSession(sessionId)
  const person = { userId, name }
  const { session, steps } = newSession(person, { ...start, isRemembered }, 'changed-password')
  const done = await write([
    refuseUnless('stale', sql`SELECT password_hash IS ${oldHash} FROM users WHERE id = ${userId}`),
    refuseUnless(
      'ended',
      sql`SELECT user_id = ${userId} AND min(idle_ends_at, ends_at) > ${Date.now()}
        FROM sessions WHERE id = ${sessionId}`,
    ),
    ...passwordSteps(person, passwordHash, 'change'),
    ...steps,
  ])
  return done.refusal ? { refusal: 'stale' } : { refusal: undefined, session }
}

async function findHash(userId: string): Promise<string | null> {
  const [user] = await db()
    .select({ passwordHash: users.passwordHash })
    .from(users)
    .where(eq(users.id, userId))
  return user?.passwordHash ?? null
}

async function isRememberedSession(sessionId: string): Promise<boolean> {
  const [session] = await db()
    .select({ isRemembered: sessions.isRemembered })
    .from(sessions)
    .where(eq(sessions.id, sessionId))
  return session?.isRemembered ?? false
}
