import { eq, type SQL, sql } from 'drizzle-orm'
import { settleLinesOf } from '#app/models/after/sweep.server.ts'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import { inviteSteps, resetSteps } from '#app/models/sign-in/links/password-link.server.ts'
import { sqlIsStill } from '#app/models/sign-in/rights.server.ts'
import { erasedAddress } from '#app/values/contact.ts'
import { newId } from '#app/values/id.ts'
import { withSearchName } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import { type Refused, refuseIf, refuseUnless, type Written, write } from '#db/lane.ts'
import { sessions, users } from '#db/schema.ts'
import type { UserChange, UserInput } from './user.ts'

export type PersonDetails = NonNullable<Awaited<ReturnType<typeof findUser>>>
type Admin = NonNullable<Actor>
type Answer<Reason extends string> = Promise<Written | Refused<Reason | 'not-admin' | 'missing'>>

export async function findUser(userId: string) {
  const [person] = await db()
    .select({
      id: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      version: users.version,
      createdAt: users.createdAt,
      signedInAt: users.signedInAt,
      deactivatedAt: users.deactivatedAt,
      hasPassword: sql<boolean>`${users.passwordHash} IS NOT NULL`.mapWith(Boolean),
      requests: sql<number>`(SELECT count(*) FROM requests WHERE user_id = ${userId})`,
      events: sql<number>`(SELECT count(*) FROM events WHERE owner_id = ${userId})`,
      sessions: sql<number>`(SELECT count(*) FROM sessions WHERE user_id = ${userId}
        AND min(idle_ends_at, ends_at) > ${Date.now()})`,
    })
    .from(users)
    .where(eq(users.id, userId))
  return person
}

export async function addUser(
  input: UserInput,
  actor: Admin,
): Promise<{ userId: string; refusal: undefined } | Refused<'email-taken' | 'not-admin'>> {
  const { name, email, role } = input
  const id = newId()
  const done = await write([
    mustBeAdmin(actor),
    refuseIf('email-taken', sqlIsTaken(email, id)),
    db()
      .insert(users)
      .values(withSearchName({ id, name, email, role, createdAt: Date.now() })),
    audit({ actor, action: 'user.created', subject: 'user', subjectId: id, after: input }),
    ...inviteSteps({ id, name, email }),
  ])
  return done.refusal ? done : { userId: id, refusal: undefined }
}

/** By trigger a new role ends the sessions; a new address ends the links sent to the old one. */
export async function changeUser(
  person: PersonDetails,
  change: UserChange,
  actor: Admin,
): Answer<'stale' | 'email-taken' | 'last-admin' | 'erased'> {
  const { version, ...values } = change
  return write<'stale' | 'email-taken' | 'last-admin' | 'erased' | 'not-admin' | 'missing'>([
    ...mustExist(person.id, actor),
    mustNotBeErased(person.id),
    refuseUnless('stale', sql`SELECT version = ${version} FROM users WHERE id = ${person.id}`),
    refuseIf('email-taken', sqlIsTaken(values.email, person.id)),
    sql`DELETE FROM tokens WHERE user_id = ${person.id}
      AND user_id IN (SELECT id FROM users WHERE email <> ${values.email})`,
    db()
      .update(users)
      .set(withSearchName({ ...values, version: version + 1 }))
      .where(eq(users.id, person.id)),
    ...noteChange(person, values, actor),
  ])
}

/** History needs the row, so nobody is deleted. A trigger ends the sessions; offers go to the next in line. */
export async function deactivateUser(
  userId: string,
  actor: Admin,
): Answer<'last-admin' | 'already'> {
  const done = await write<'last-admin' | 'already' | 'not-admin' | 'missing'>([
    ...mustExist(userId, actor),
    refuseUnless('already', sqlIsActive(userId)),
    setDeactivated(userId, Date.now()),
    audit({ actor, action: 'user.deactivated', subject: 'user', subjectId: userId }),
  ])
  if (done.refusal === undefined) await settleLinesOf(userId)
  return done
}

export async function reactivateUser(userId: string, actor: Admin): Answer<'already' | 'erased'> {
  return write<'already' | 'erased' | 'not-admin' | 'missing'>([
    ...mustExist(userId, actor),
    mustNotBeErased(userId),
    refuseIf('already', sql`(${sqlIsActive(userId)})`),
    setDeactivated(userId, null),
    audit({ actor, action: 'user.reactivated', subject: 'user', subjectId: userId }),
  ])
}

export async function endSessionsOf(userId: string, actor: Admin): Answer<'none'> {
  const all = eq(sessions.userId, userId)
  return write<'none' | 'not-admin' | 'missing'>([
    ...mustExist(userId, actor),
    refuseUnless('none', sql`SELECT 1 FROM sessions WHERE ${all} LIMIT 1`),
    db().delete(sessions).where(all),
    audit({ actor, action: 'session.all-ended', subject: 'user', subjectId: userId }),
  ])
}

export async function sendPasswordLink(
  person: PersonDetails,
  actor: Admin,
): Answer<'inactive' | 'stale'> {
  return write<'inactive' | 'stale' | 'not-admin' | 'missing'>([
    ...mustExist(person.id, actor),
    refuseUnless('inactive', sqlIsActive(person.id)),
    // A link must not go to an address that has just changed, nor a welcome link to somebody who has set a password.
    refuseUnless(
      'stale',
      sql`SELECT email = ${person.email} AND (password_hash IS NOT NULL) = ${Number(person.hasPassword)}
        FROM users WHERE id = ${person.id}`,
    ),
    ...(person.hasPassword ? resetSteps(person) : inviteSteps(person)),
    audit({
      actor,
      action: 'user.password-link-sent',
      subject: 'user',
      subjectId: person.id,
      after: { email: person.email },
    }),
  ])
}

/** Judged at the write: an admin demoted a moment ago changes nothing. */
export function mustBeAdmin(actor: Admin) {
  return refuseUnless('not-admin' as const, sqlIsStill('admin', actor))
}

function mustExist(userId: string, actor: Admin) {
  const sqlIsThere = sql`SELECT 1 FROM users WHERE id = ${userId}`
  return [mustBeAdmin(actor), refuseUnless('missing' as const, sqlIsThere)]
}

export function mustNotBeErased(userId: string) {
  const address = erasedAddress(userId)
  return refuseIf('erased' as const, sql`SELECT email = ${address} FROM users WHERE id = ${userId}`)
}

function sqlIsActive(userId: string): SQL {
  return sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`
}

function sqlIsTaken(email: string, exceptUserId: string): SQL {
  return sql`EXISTS (SELECT 1 FROM users WHERE email = ${email} AND id <> ${exceptUserId})`
}

function setDeactivated(userId: string, deactivatedAt: number | null) {
  return db()
    .update(users)
    .set({ deactivatedAt, version: sql`${users.version} + 1` })
    .where(eq(users.id, userId))
}

function noteChange(person: PersonDetails, values: UserInput, actor: Admin): SQL[] {
  const names = (['name', 'email', 'role'] as const).filter(name => person[name] !== values[name])
  if (names.length === 0) return []
  const pick = (from: UserInput) => Object.fromEntries(names.map(name => [name, from[name]]))
  const entry = { action: 'user.changed', subject: 'user' as const, subjectId: person.id }
  return [audit({ actor, ...entry, before: pick(person), after: pick(values) })]
}
