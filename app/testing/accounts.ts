import { sql } from 'drizzle-orm'
import type { From } from '#app/models/sign-in/hashing/asker.server.ts'
import { hashPassword } from '#app/models/sign-in/hashing/password.server.ts'
import {
  findViewer,
  type NewSession,
  newSession,
  type SessionStart,
  type SignInWay,
  type Viewer,
} from '#app/models/sign-in/session/session.server.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { auditEntries, sessions } from '#db/schema.ts'
import { createUser } from './factories.ts'

export const PASSWORD = 'a quiet evening in march'

const start: SessionStart = {
  isRemembered: false,
  device: { userAgent: 'Mozilla/5.0 (Android 14) Firefox/140.0', address: '192.0.2.1' },
}

/** On an unknown device. */
export function from(address: string): From {
  return { address, device: undefined }
}

export async function createUserWithPassword(overrides: Parameters<typeof createUser>[0] = {}) {
  return createUser({ passwordHash: await hashPassword(PASSWORD), ...overrides })
}

/** Without showing a password or link. Undefined for a deactivated person. */
export async function startSession(
  person: { userId: string; name: string },
  start: SessionStart,
  way: SignInWay,
): Promise<NewSession | undefined> {
  const { session, steps } = newSession(person, start, way)
  return (await write(steps)).refusal ? undefined : session
}

export async function signIn(
  user: { id: string; name: string },
  overrides: Partial<SessionStart> = {},
  way: SignInWay = 'password',
): Promise<NewSession & { viewer: Viewer }> {
  const person = { userId: user.id, name: user.name }
  const session = await startSession(person, { ...start, ...overrides }, way)
  const viewer = session && (await findViewer(session.token))
  if (!session || !viewer) throw new Error(`${user.name} cannot sign in`)
  return { ...session, viewer }
}

/** Moves sessions and tokens into the past. */
export async function letTimePass(milliseconds: number): Promise<void> {
  await write([
    sql`UPDATE sessions SET created_at = created_at - ${milliseconds}, seen_at = seen_at - ${milliseconds},
      idle_ends_at = idle_ends_at - ${milliseconds}, ends_at = ends_at - ${milliseconds}`,
    sql`UPDATE tokens SET created_at = created_at - ${milliseconds}, expires_at = expires_at - ${milliseconds}`,
  ])
}

export async function countSessions(): Promise<number> {
  return (await db().select().from(sessions)).length
}

export async function auditActions(): Promise<string[]> {
  const entries = await db().select().from(auditEntries).orderBy(auditEntries.id)
  return entries.map(entry => entry.action)
}
