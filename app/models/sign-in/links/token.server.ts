import { and, eq, inArray, isNull, sql } from 'drizzle-orm'
import { hashToken, newToken } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless } from '#db/lane.ts'
import { tokens, users } from '#db/schema.ts'

export type TokenPurpose = (typeof tokens.$inferSelect)['purpose']

const HOUR = 3_600_000
/** Milliseconds. */
export const TOKEN_LIFETIME: Record<TokenPurpose, number> = {
  'set-up': 24 * HOUR,
  'set-password': 7 * 24 * HOUR,
  'reset-password': HOUR,
  'sign-in': HOUR / 4,
}

/** The newest of a person. Two are one more than a network may ask for, so no stranger can end the awaited link. */
const ALIVE: Record<TokenPurpose, number> = {
  'set-up': 1,
  'set-password': 1,
  'reset-password': 6,
  'sign-in': 6,
}

/** Milliseconds after it expired. */
const KEPT_FOR = 30 * 24 * HOUR
/** So that no write takes long. */
const CLEARED_AT_ONCE = 500

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
  const open = and(
    eq(tokens.purpose, purpose),
    sql`${tokens.userId} IS ${userId}`,
    isNull(tokens.usedAt),
  )
  const older = sql`${tokens.tokenHash} IN (SELECT token_hash FROM tokens WHERE ${open}
    ORDER BY created_at DESC, rowid DESC LIMIT -1 OFFSET ${ALIVE[purpose]})`
  const forgotten = sql`${tokens.tokenHash} IN (SELECT token_hash FROM tokens
    WHERE expires_at < ${now - KEPT_FOR} LIMIT ${CLEARED_AT_ONCE})`
  const steps = [
    db().insert(tokens).values(row),
    db().delete(tokens).where(older),
    db().delete(tokens).where(forgotten),
  ]
  return { token, steps }
}

/** Looking does not use it up: mail scanners open links. */
export async function findToken(token: string, purposes: TokenPurpose[]) {
  const [row] = await db()
    .select({ userId: tokens.userId, purpose: tokens.purpose })
    .from(tokens)
    .where(sqlIsUsable(token, purposes))
  return row
}

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
    .where(and(sqlIsUsable(token, purposes), isNull(users.deactivatedAt)))
  return row
}

/** Also ends the person's others of the same purpose. */
export function spendToken(token: string, purposes: TokenPurpose[]) {
  const hash = hashToken(token)
  return [
    refuseUnless('token' as const, sql`SELECT 1 FROM tokens WHERE ${sqlIsUsable(token, purposes)}`),
    db().update(tokens).set({ usedAt: Date.now() }).where(eq(tokens.tokenHash, hash)),
    sql`DELETE FROM tokens WHERE used_at IS NULL AND (purpose, user_id) IN
      (SELECT purpose, user_id FROM tokens WHERE token_hash = ${hash})`,
  ]
}

function sqlIsUsable(token: string, purposes: TokenPurpose[]) {
  return and(
    eq(tokens.tokenHash, hashToken(token)),
    inArray(tokens.purpose, purposes),
    isNull(tokens.usedAt),
    sql`${tokens.expiresAt} > ${NOW}`,
  )
}
