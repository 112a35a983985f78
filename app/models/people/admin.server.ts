import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { hashPassword } from '#app/models/sign-in/hashing/password.server.ts'
import { issueToken } from '#app/models/sign-in/links/token.server.ts'
import { settings } from '#app/settings.server.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'
import { tokens, users } from '#db/schema.ts'
import { mustNotBeErased } from './user.server.ts'

export type NewAdmin = { name: string; email: string; password: string | undefined }
export type AdminRefusal = 'has-admin' | 'taken' | 'missing' | 'erased' | 'is-admin'
export type AdminMade = { refusal: undefined; link: string | undefined } | { refusal: AdminRefusal }
type Intent = { isAnother: boolean }

export async function findFirstAdmin() {
  const [admin] = await db()
    .select({ name: users.name, email: users.email })
    .from(users)
    .where(and(eq(users.role, 'admin'), isNull(users.deactivatedAt)))
    .orderBy(asc(users.createdAt))
    .limit(1)
  return admin
}

export async function findByEmail(email: string) {
  const [person] = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      passwordHash: users.passwordHash,
      deactivatedAt: users.deactivatedAt,
    })
    .from(users)
    .where(sql`${users.email} = ${email}`)
  return person
}

export async function listAdmins(email?: string) {
  return db()
    .select({ id: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      and(
        eq(users.role, 'admin'),
        isNull(users.deactivatedAt),
        email === undefined ? undefined : sql`${users.email} = ${email}`,
      ),
    )
    .orderBy(asc(users.createdAt), asc(users.id))
    .limit(10)
}

export async function areAdminsLockedOut(): Promise<boolean> {
  const row = await db().get<{ admins: number; able: number }>(sql`
    SELECT count(*) AS admins, count(password_hash) AS able FROM users
    WHERE role = 'admin' AND deactivated_at IS NULL`)
  return row !== undefined && row.admins > 0 && row.able === 0
}

/** For people at the machine's own terminal. The old password stays valid until the link is used. */
export async function linkForAdmin(userId: string): Promise<string | undefined> {
  const access = issueToken('set-password', userId)
  const { refusal } = await write([
    refuseUnless(
      'missing' as const,
      sql`SELECT role = 'admin' AND deactivated_at IS NULL FROM users WHERE id = ${userId}`,
    ),
    ...access.steps,
    audit({
      actor: null,
      action: 'user.password-link-made',
      subject: 'user',
      subjectId: userId,
      after: { way: 'command' },
    }),
  ])
  return refusal ? undefined : linkOf(access)
}

export async function makeAdmin(admin: NewAdmin, intent: Intent): Promise<AdminMade> {
  const { name, email, password } = admin
  const passwordHash = password === undefined ? null : await hashPassword(password)
  const row = { id: newId(), name, email, role: 'admin' as const, passwordHash }
  const access = passwordHash === null ? issueToken('set-password', row.id) : undefined
  const { refusal } = await write<AdminRefusal>([
    ...onlyOne(intent),
    refuseIf('taken', sql`EXISTS (SELECT 1 FROM users WHERE email = ${email})`),
    db()
      .insert(users)
      .values(withSearchName({ ...row, createdAt: Date.now() })),
    audit({
      actor: null,
      action: 'user.created',
      subject: 'user',
      subjectId: row.id,
      after: { name, email, role: row.role, way: 'command' },
    }),
    ...(access?.steps ?? []),
  ])
  return refusal ? { refusal } : { refusal: undefined, link: linkOf(access) }
}

type Person = NonNullable<Awaited<ReturnType<typeof findByEmail>>>

/** Also reactivates the account. The password stays; the new role ends the sessions. */
export async function promoteToAdmin(person: Person, intent: Intent): Promise<AdminMade> {
  const { id, role, deactivatedAt, passwordHash } = person
  const access = passwordHash === null ? issueToken('set-password', id) : undefined
  const { refusal } = await write<AdminRefusal>([
    ...onlyOne(intent),
    refuseUnless('missing', sql`SELECT 1 FROM users WHERE id = ${id} AND email = ${person.email}`),
    mustNotBeErased(id),
    refuseIf(
      'is-admin',
      sql`EXISTS (SELECT 1 FROM users WHERE id = ${id} AND role = 'admin' AND deactivated_at IS NULL)`,
    ),
    db()
      .update(users)
      .set({ role: 'admin', deactivatedAt: null, version: sql`${users.version} + 1` })
      .where(eq(users.id, id)),
    audit({
      actor: null,
      action: 'user.changed',
      subject: 'user',
      subjectId: id,
      before: { role, isActive: deactivatedAt === null },
      after: { role: 'admin', isActive: true, way: 'command' },
    }),
    ...(access?.steps ?? []),
  ])
  return refusal ? { refusal } : { refusal: undefined, link: linkOf(access) }
}

/** Makes no second admin by accident; also ends the set-up link that the server showed. */
function onlyOne({ isAnother }: Intent) {
  return [
    refuseIf(
      'has-admin' as const,
      sql`${isAnother ? 0 : 1} AND EXISTS (SELECT 1 FROM users WHERE role = 'admin' AND deactivated_at IS NULL)`,
    ),
    db().delete(tokens).where(eq(tokens.purpose, 'set-up')),
  ]
}

function linkOf(access: { token: string } | undefined): string | undefined {
  return access && `${settings().APP_URL}/reset-password/${access.token}`
}
