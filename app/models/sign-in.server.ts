import { and, eq, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { countTry, networkOf } from './limits.server.ts'
import { hashPassword, isOutdated, isPasswordOf } from './password.server.ts'

export type SignInRefusal = { reason: 'wrong' } | { reason: 'too-many'; seconds: number }

/** Holds a mail address and a password against each other. Costs the same time whether the address is known or not. */
export async function authenticate(
  email: string,
  password: string,
  address: string,
): Promise<{ userId: string } | SignInRefusal> {
  const waits = await Promise.all([
    countTry('sign-in by address', networkOf(address)),
    countTry('sign-in by account', email),
  ])
  const seconds = Math.max(...waits)
  if (seconds > 0) return { reason: 'too-many', seconds }
  const [user] = await db()
    .select({ id: users.id, passwordHash: users.passwordHash, deactivatedAt: users.deactivatedAt })
    .from(users)
    .where(sql`${users.email} = ${email.toLowerCase()}`)
  const matches = await isPasswordOf(password, user?.passwordHash ?? null)
  if (!user || !matches || user.deactivatedAt !== null) return { reason: 'wrong' }
  if (user.passwordHash && isOutdated(user.passwordHash))
    await renewHash(user.id, user.passwordHash, password)
  return { userId: user.id }
}

/** Old hashes turn into ours while we hold the password; a change made meanwhile wins. */
async function renewHash(userId: string, oldHash: string, password: string): Promise<void> {
  if (Buffer.byteLength(password) > 72) return
  const passwordHash = await hashPassword(password)
  await write([
    db()
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), eq(users.passwordHash, oldHash))),
  ])
}
