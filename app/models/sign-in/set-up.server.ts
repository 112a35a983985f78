import { and, eq, isNull, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { zoneSteps } from '#app/models/settings/time-zone.server.ts'
import { askerFor } from '#app/models/sign-in/hashing/asker.server.ts'
import { hashPassword } from '#app/models/sign-in/hashing/password.server.ts'
import { findToken, issueToken, spendToken } from '#app/models/sign-in/links/token.server.ts'
import {
  type NewSession,
  newSession,
  type SessionStart,
} from '#app/models/sign-in/session/session.server.ts'
import { rememberZone, settings } from '#app/settings.server.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { refuseIf, write } from '#db/lane.ts'
import { users } from '#db/schema.ts'

export async function lacksAdmin(): Promise<boolean> {
  const admins = await db()
    .select({ id: users.id })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.deactivatedAt)))
    .limit(1)
  return admins.length === 0
}

export async function setUpLink(): Promise<string | undefined> {
  if (!(await lacksAdmin())) return undefined
  const { token, steps } = issueToken('set-up', null)
  await write(steps)
  return `${settings().APP_URL}/set-up/${token}`
}

export async function isSetUpLink(token: string): Promise<boolean> {
  return Boolean(await findToken(token, ['set-up'])) && (await lacksAdmin())
}

export type FirstAdmin = {
  name: string
  email: string
  password: string
  /** Of new events and lists; undefined leaves it as it is. */
  timeZone?: string | undefined
}
export type SetUpRefusal = 'token' | 'taken' | 'has-admin' | 'inactive'

/** @throws HashingFullError */
export async function becomeFirstAdmin(
  token: string,
  { name, email, password, timeZone }: FirstAdmin,
  start: SessionStart,
): Promise<{ refusal: SetUpRefusal } | { refusal: undefined; session: NewSession }> {
  const row = {
    id: newId(),
    name,
    email,
    role: 'admin' as const,
    passwordHash: await hashPassword(password, askerFor('nobody yet')),
    createdAt: Date.now(),
  }
  const { session, steps } = newSession({ userId: row.id, name }, start, 'set-up')
  const done = await write<SetUpRefusal>([
    refuseIf(
      'has-admin',
      sql`EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND deactivated_at IS NULL)`,
    ),
    ...spendToken(token, ['set-up']),
    refuseIf('taken', sql`EXISTS (SELECT 1 FROM users WHERE email = ${email})`),
    db().insert(users).values(withSearchName(row)),
    audit({
      actor: null,
      action: 'user.created',
      subject: 'user',
      subjectId: row.id,
      after: { name, email, role: row.role, way: 'set-up' },
    }),
    ...(timeZone && !settings().isZoneFixed ? zoneSteps(timeZone, { userId: row.id, name }) : []),
    ...steps,
  ])
  if (done.refusal !== undefined) return { refusal: done.refusal }
  if (timeZone) rememberZone(timeZone)
  return { refusal: undefined, session }
}
