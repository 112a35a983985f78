import { and, desc, eq, gt, type SQL, sql } from 'drizzle-orm'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import type { Role } from '#app/models/people/user.ts'
import { hashToken, newId, newToken } from '#app/values/id.ts'
import { db, keptQuery } from '#db/client.ts'
import { refuseUnless, willPass, write } from '#db/lane.ts'
import { sessions, users } from '#db/schema.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** Milliseconds: without use, and in all. */
export const SESSION_LIFETIME = {
  plain: { idle: 12 * HOUR, absolute: 7 * DAY },
  remembered: { idle: 30 * DAY, absolute: 90 * DAY },
}
export const MOST_SESSIONS = 50
const CLEARED_AT_ONCE = 500
const PAGE = 20
/** Milliseconds. Reading pages should rarely write. */
const SEEN_EVERY = 5 * 60_000

export type Viewer = {
  userId: string
  name: string
  email: string
  role: Role
  mustChangePassword: boolean
  sessionId: string
}

export type Device = { userAgent: string; address: string }
export type SessionStart = {
  isRemembered: boolean
  device: Device
  replaces?: string | undefined
}
export type NewSession = { token: string; userId: string; expires: Date | undefined }
export type SignInWay = 'password' | 'link' | 'set-up' | 'new-password' | 'changed-password'

/** Guards for other checks go before these steps, in the same batch: facts may have changed. */
export function newSession(person: NonNullable<Actor>, start: SessionStart, way: SignInWay) {
  const now = Date.now()
  const token = newToken()
  const row = sessionRow(person.userId, token, start, now)
  const { userId } = person
  const steps = [
    refuseUnless('inactive', sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`),
    db()
      .delete(sessions)
      .where(eq(sessions.tokenHash, hashToken(start.replaces ?? ''))),
    sql`DELETE FROM sessions WHERE rowid IN (SELECT rowid FROM sessions
      WHERE min(idle_ends_at, ends_at) < ${now} LIMIT ${CLEARED_AT_ONCE})`,
    db().insert(sessions).values(row),
    sql`DELETE FROM sessions WHERE id IN (SELECT id FROM sessions
      WHERE user_id = ${userId} AND id <> ${row.id} ORDER BY seen_at DESC, rowid DESC
      LIMIT ${CLEARED_AT_ONCE} OFFSET ${MOST_SESSIONS - 1})`,
    ...(way === 'changed-password'
      ? []
      : [db().update(users).set({ signedInAt: now }).where(eq(users.id, userId))]),
    audit({
      actor: person,
      action: 'session.started',
      subject: 'session',
      subjectId: row.id,
      after: { way },
    }),
  ]
  const session: NewSession = {
    token,
    userId,
    expires: start.isRemembered ? new Date(row.endsAt) : undefined,
  }
  return { session, steps }
}

function sessionRow(userId: string, token: string, start: SessionStart, now: number) {
  const life = start.isRemembered ? SESSION_LIFETIME.remembered : SESSION_LIFETIME.plain
  return {
    id: newId(),
    tokenHash: hashToken(token),
    userId,
    createdAt: now,
    seenAt: now,
    idleEndsAt: now + life.idle,
    endsAt: now + life.absolute,
    isRemembered: start.isRemembered,
    userAgent: start.device.userAgent.slice(0, 300),
    address: start.device.address,
  }
}

const viewerQuery = keptQuery(reads =>
  reads
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      role: users.role,
      mustChangePassword: users.mustChangePassword,
      sessionId: sessions.id,
      seenAt: sessions.seenAt,
      isRemembered: sessions.isRemembered,
    })
    .from(sessions)
    .innerJoin(users, eq(users.id, sessions.userId))
    .where(
      and(
        eq(sessions.tokenHash, sql.placeholder('tokenHash')),
        gt(sessions.idleEndsAt, sql.placeholder('now')),
        gt(sessions.endsAt, sql.placeholder('now')),
        sql`${users.deactivatedAt} IS NULL`,
      ),
    )
    .prepare(),
)

export async function findViewer(token: string): Promise<Viewer | undefined> {
  const now = Date.now()
  const [found] = await viewerQuery().all({ tokenHash: hashToken(token), now })
  if (!found) return undefined
  const { seenAt, isRemembered, ...viewer } = found
  if (now - seenAt > SEEN_EVERY) await noteUse(viewer.sessionId, isRemembered, now).catch(mayWait)
  return viewer
}

export async function liveTokenHashes(most: number): Promise<string[]> {
  const now = Date.now()
  const rows = await db()
    .select({ tokenHash: sessions.tokenHash })
    .from(sessions)
    .where(and(gt(sessions.idleEndsAt, now), gt(sessions.endsAt, now)))
    .orderBy(desc(sessions.seenAt))
    .limit(most)
  return rows.map(({ tokenHash }) => tokenHash)
}

/** Reading goes on while nothing can be written. */
function mayWait(error: unknown): void {
  if (!willPass(error)) throw error
}

async function noteUse(sessionId: string, isRemembered: boolean, now: number): Promise<void> {
  const { idle } = isRemembered ? SESSION_LIFETIME.remembered : SESSION_LIFETIME.plain
  await write([
    db()
      .update(sessions)
      .set({ seenAt: now, idleEndsAt: now + idle })
      .where(eq(sessions.id, sessionId)),
  ])
}

export async function endOwnSession(
  person: NonNullable<Actor>,
  sessionId: string,
): Promise<boolean> {
  const own = and(eq(sessions.id, sessionId), eq(sessions.userId, person.userId))
  const done = await write([
    refuseUnless('unknown', sql`SELECT 1 FROM sessions WHERE ${own}`),
    db().delete(sessions).where(own),
    audit({ actor: person, action: 'session.ended', subject: 'session', subjectId: sessionId }),
  ])
  return !done.refusal
}

export async function endOtherSessions(viewer: Viewer): Promise<boolean> {
  const { userId, name, sessionId } = viewer
  const others = and(eq(sessions.userId, userId), sql`${sessions.id} <> ${sessionId}`)
  const done = await write([
    refuseUnless('none', sql`SELECT 1 FROM sessions WHERE ${others} LIMIT 1`),
    db().delete(sessions).where(others),
    audit({
      actor: { userId, name },
      action: 'session.others-ended',
      subject: 'user',
      subjectId: userId,
      after: { kept: sessionId },
    }),
  ])
  return !done.refusal
}

export async function listSessions(userId: string, wanted = 1) {
  const now = Date.now()
  const living = and(
    eq(sessions.userId, userId),
    gt(sessions.idleEndsAt, now),
    gt(sessions.endsAt, now),
  )
  const asked = await findPage(living, wanted)
  // Nearly everybody has one page, which needs no count.
  if (wanted === 1 && asked.length <= PAGE)
    return { sessions: asked, total: asked.length, page: 1, pages: 1 }
  const total = await db().$count(sessions, living)
  const pages = Math.max(1, Math.ceil(total / PAGE))
  const page = Math.min(wanted, pages)
  const rows = page === wanted ? asked : await findPage(living, page)
  return { sessions: rows.slice(0, PAGE), total, page, pages }
}

function findPage(which: SQL | undefined, page: number) {
  return db()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      userAgent: sessions.userAgent,
      address: sessions.address,
    })
    .from(sessions)
    .where(which)
    .orderBy(desc(sessions.seenAt), sessions.id)
    .limit(PAGE + 1)
    .offset((page - 1) * PAGE)
}
