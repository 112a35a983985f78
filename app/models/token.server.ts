import { and, eq, gt, isNull, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { refuseUnless } from '#db/lane.ts'
import { tokens } from '#db/schema.ts'
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
  return { token, steps: [db().delete(tokens).where(older), db().insert(tokens).values(row)] }
}

/** Whose token it is, if it can still be used. Looking does not use it: mail scanners open links. */
export async function findToken(token: string, purposes: TokenPurpose[]) {
  const [row] = await db()
    .select({ userId: tokens.userId, purpose: tokens.purpose })
    .from(tokens)
    .where(
      and(
        eq(tokens.tokenHash, hashToken(token)),
        isNull(tokens.usedAt),
        gt(tokens.expiresAt, Date.now()),
      ),
    )
  return row && purposes.includes(row.purpose) ? row : undefined
}

/** The steps that use a token up, and refuse (`token`) when it was used or has expired by then. */
export function useToken(token: string) {
  const hash = hashToken(token)
  const now = Date.now()
  return [
    refuseUnless(
      'token' as const,
      sql`SELECT used_at IS NULL AND expires_at > ${now} FROM tokens WHERE token_hash = ${hash}`,
    ),
    db().update(tokens).set({ usedAt: now }).where(eq(tokens.tokenHash, hash)),
  ]
}
