import { and, eq, inArray, isNull, lt, or, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { refuseUnless } from '#db/lane.ts'
import { tokens, users } from '#db/schema.ts'
import { NOW } from './event-state.server.ts'
import { hashToken, newToken } from './id.ts'

export type TokenPurpose = (typeof tokens.$inferSelect)['purpose']

const HOUR = 3_600_000
/** Milliseconds that a link in a mail lives. */
export const TOKEN_LIFETIME: Record<TokenPurpose, number> = {
  'set-up': 24 * HOUR,
  'set-password': 7 * 24 * HOUR,
  'reset-password': HOUR,
  'sign-in': HOUR / 4,
}

/** Milliseconds that a dead token is kept. */
const KEPT_FOR = 30 * 24 * HOUR

/** A new one-time token and the step that stores its hash. Older ones of the same purpose and person end with it. */
export function issueToken(purpose: TokenPurpose, userId: string | null) {
  const token = newToken()
  const now = Date.now()
  const row = {
    tokenHash: hashToken(token),
    purpose,
    userId,
    createdAt: now,
    expiresAt: now + TOKEN_LIFETIME[purpose],
  }
  const older = and(
    eq(tokens.purpose, purpose),
    sql`${tokens.userId} IS ${userId}`,
    isNull(tokens.usedAt),
  )
  const forgotten = or(older, lt(tokens.expiresAt, now - KEPT_FOR))
  return { token, steps: [db().delete(tokens).where(forgotten), db().insert(tokens).values(row)] }
}

/** A token that can still be used. Looking does not use it: mail scanners open links. */
export async function findToken(token: string, purposes: TokenPurpose[]) {
  const [row] = await db()
    .select({ userId: tokens.userId, purpose: tokens.purpose })
    .from(tokens)
    .where(isUsable(token, purposes))
  return row
}

/** The active person whose token it is, if it can still be used. */
export async function findTokenOwner(token: string, purposes: TokenPurpose[]) {
  const [row] = await db()
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      purpose: tokens.purpose,
    })
    .from(tokens)
    .innerJoin(users, eq(users.id, tokens.userId))
    .where(and(isUsable(token, purposes), isNull(users.deactivatedAt)))
  return row
}

/** The steps that use a token up, and refuse (`token`) when it is for something else, was used or has expired by then. */
export function spendToken(token: string, purposes: TokenPurpose[]) {
  const hash = hashToken(token)
  return [
    refuseUnless('token' as const, sql`SELECT 1 FROM tokens WHERE ${isUsable(token, purposes)}`),
    db().update(tokens).set({ usedAt: Date.now() }).where(eq(tokens.tokenHash, hash)),
  ]
}

function isUsable(token: string, purposes: TokenPurpose[]) {
  return and(
    eq(tokens.tokenHash, hashToken(token)),
    inArray(tokens.purpose, purposes),
    isNull(tokens.usedAt),
    sql`${tokens.expiresAt} > ${NOW}`,
  )
}
