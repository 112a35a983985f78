import { and, desc, eq, gt, lt, or, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { sessions, users } from '#db/schema.ts'
import { hashToken, newId, newToken } from './id.ts'
import type { Role } from './user.ts'

const HOUR = 3_600_000
const DAY = 24 * HOUR
/** How long a session lasts without use, and at the most, in milliseconds. */
const LIFETIME = {
  plain: { idle: 12 * HOUR, absolute: 7 * DAY },
  remembered: { idle: 30 * DAY, absolute: 90 * DAY },
}
/** A session's last use is noted at most this often, so that reading pages does not write. */
const SEEN_EVERY = 5 * 60_000

/** The person who asks, as every page sees her. */
export type Viewer = {
  userId: string
  name: string
  email: string
  role: Role
  mustChangePassword: boolean
  sessionId: string
}

export type Device = { userAgent: string; address: string }
export type NewSession = { token: string; expires: Date | undefined }

/**
 * Starts a session for an active person; an earlier session of the same browser ends (rotation).
 * @returns undefined when the person is not active at the moment of the write.
 */
export async function startSession(
  userId: string,
  options: { isRemembered: boolean; device: Device; replaces?: string | undefined },
): Promise<NewSession | undefined> {
  const now = Date.now()
  const token = newToken()
  const life = options.isRemembered ? LIFETIME.remembered : LIFETIME.plain
  const row = {
    id: newId(),
    tokenHash: hashToken(token),
    userId,
    createdAt: now,
    seenAt: now,
    idleEndsAt: now + life.idle,
    endsAt: now + life.absolute,
    isRemembered: options.isRemembered,
    userAgent: options.device.userAgent.slice(0, 300),
    address: options.device.address,
  }
  const done = await write([
    refuseUnless('inactive', sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`),
    db()
      .delete(sessions)
      .where(
        or(eq(sessions.tokenHash, hashToken(options.replaces ?? '')), lt(sessions.endsAt, now)),
      ),
    db().insert(sessions).values(row),
    db().update(users).set({ signedInAt: now }).where(eq(users.id, userId)),
  ])
  if (done.refusal) return undefined
  return { token, expires: options.isRemembered ? new Date(row.endsAt) : undefined }
}

/** The active person behind a session token, or undefined. Notes the use now and then. */
export async function findViewer(token: string): Promise<Viewer | undefined> {
  const now = Date.now()
  const [found] = await db()
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
        eq(sessions.tokenHash, hashToken(token)),
        gt(sessions.idleEndsAt, now),
        gt(sessions.endsAt, now),
        sql`${users.deactivatedAt} IS NULL`,
      ),
    )
  if (!found) return undefined
  const { seenAt, isRemembered, ...viewer } = found
  if (now - seenAt > SEEN_EVERY) await noteUse(viewer.sessionId, isRemembered, now)
  return viewer
}

async function noteUse(sessionId: string, isRemembered: boolean, now: number): Promise<void> {
  const { idle } = isRemembered ? LIFETIME.remembered : LIFETIME.plain
  await write([
    db()
      .update(sessions)
      .set({ seenAt: now, idleEndsAt: now + idle })
      .where(eq(sessions.id, sessionId)),
  ])
}

export async function endSession(token: string): Promise<void> {
  await write([
    db()
      .delete(sessions)
      .where(eq(sessions.tokenHash, hashToken(token))),
  ])
}

/** Ends one of a person's own sessions; another's id changes nothing. */
export async function endOwnSession(userId: string, sessionId: string): Promise<void> {
  await write([
    db()
      .delete(sessions)
      .where(and(eq(sessions.id, sessionId), eq(sessions.userId, userId))),
  ])
}

export async function endOtherSessions(userId: string, sessionId: string): Promise<void> {
  await write([
    db()
      .delete(sessions)
      .where(and(eq(sessions.userId, userId), sql`${sessions.id} <> ${sessionId}`)),
  ])
}

/** A person's sessions that still live, the last used first. */
export async function listSessions(userId: string) {
  const now = Date.now()
  return db()
    .select({
      id: sessions.id,
      createdAt: sessions.createdAt,
      seenAt: sessions.seenAt,
      userAgent: sessions.userAgent,
      address: sessions.address,
    })
    .from(sessions)
    .where(and(eq(sessions.userId, userId), gt(sessions.idleEndsAt, now), gt(sessions.endsAt, now)))
    .orderBy(desc(sessions.seenAt))
}
