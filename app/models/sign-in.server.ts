import { and, eq, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { countTry, forgiveTry, networkOf } from './limits.server.ts'
import { noEarlierThan } from './pace.ts'
import { hashPassword, isOutdated, isPasswordOf } from './password.server.ts'
import { PASSWORD_BYTES } from './password.ts'

export type SignInRefusal = { reason: 'wrong' } | { reason: 'too-many'; seconds: number }
export type Recognized = { userId: string; name: string }

/** Milliseconds that a failed sign-in takes at least: longer than checking any kind of hash. */
const FAILURE_TIME = 600

/**
 * Holds a mail address and a password against each other.
 * Costs the same time whether the address is known or not; failures count towards the limits, and right ones towards a
 * wider one.
 */
export async function authenticate(
  email: string,
  password: string,
  address: string,
): Promise<Recognized | SignInRefusal> {
  const network = networkOf(address)
  const seconds =
    (await countTry('sign-in by address', network)) || (await countTry('sign-in by account', email))
  if (seconds > 0) return { reason: 'too-many', seconds }
  const started = performance.now()
  const person = await recognize(email, password)
  if (!person) {
    const rest = FAILURE_TIME - (performance.now() - started)
    return noEarlierThan(rest, async () => ({ reason: 'wrong' }))
  }
  await forgiveTry('sign-in by address', network)
  await forgiveTry('sign-in by account', email)
  // Each sign-in leaves a session, and an entry in the audit trail for ever.
  const wait = await countTry('right sign-in by account', person.userId)
  return wait > 0 ? { reason: 'too-many', seconds: wait } : person
}

async function recognize(email: string, password: string): Promise<Recognized | undefined> {
  const [user] = await db()
    .select({
      userId: users.id,
      name: users.name,
      passwordHash: users.passwordHash,
      deactivatedAt: users.deactivatedAt,
    })
    .from(users)
    .where(sql`${users.email} = ${email.toLowerCase()}`)
  const matches = await isPasswordOf(password, user?.passwordHash ?? null)
  if (!user || !matches || user.deactivatedAt !== null) return undefined
  if (user.passwordHash && isOutdated(user.passwordHash))
    await renewHash(user.userId, user.passwordHash, password)
  return { userId: user.userId, name: user.name }
}

/** Old hashes turn into ours while we hold the password; a change made meanwhile wins. */
async function renewHash(userId: string, oldHash: string, password: string): Promise<void> {
  if (Buffer.byteLength(password) > PASSWORD_BYTES) return
  const passwordHash = await hashPassword(password)
  await write([
    db()
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), eq(users.passwordHash, oldHash))),
  ])
}
