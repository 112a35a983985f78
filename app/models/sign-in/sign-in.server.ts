import { and, eq, sql } from 'drizzle-orm'
import {
  askerOf,
  countTries,
  type From,
  forgiveTries,
  recognizeVisitor,
  type Stranger,
  type Try,
} from '#app/models/sign-in/hashing/asker.server.ts'
import type { Claimant } from '#app/models/sign-in/hashing/hashing-queue.ts'
import { checkPassword, hashPassword } from '#app/models/sign-in/hashing/password.server.ts'
import {
  type NewSession,
  newSession,
  type SessionStart,
} from '#app/models/sign-in/session/session.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { users } from '#db/schema.ts'
import { countTry } from './limits.server.ts'
import { noEarlierThan } from './pace.ts'
import { formsOf } from './password.ts'

export type SignInRefusal = { reason: 'wrong' } | { reason: 'too-many'; seconds: number }
export type Recognized = { userId: string; name: string; checked: Credentials }
/** Every hash has its own salt, so another hash means another password. */
type Credentials = { email: string; passwordHash: string | null }

/** Milliseconds for each form of the password: longer than checking any kind of hash. */
const FAILURE_TIME = 600

/** When the credentials change between check and write, the new ones are checked too. */
const CHECKS = 2

/** The session starts only if the credentials are still those that were checked. @throws HashingFullError */
export async function signInByPassword(
  { email, password }: { email: string; password: string },
  from: From,
  start: SessionStart,
): Promise<{ session: NewSession } | SignInRefusal> {
  for (let check = 0; check < CHECKS; check += 1) {
    const person = await authenticate(email, password, from)
    if ('reason' in person) return person
    const session = await startSession(person, start)
    if (session) return { session }
  }
  return { reason: 'wrong' }
}

async function startSession(
  { userId, name, checked }: Recognized,
  start: SessionStart,
): Promise<NewSession | undefined> {
  const { session, steps } = newSession({ userId, name }, start, 'password')
  const sqlIsUnchanged = sql`SELECT password_hash IS ${checked.passwordHash} AND email = ${checked.email}
    FROM users WHERE id = ${userId}`
  const done = await write([refuseUnless('changed', sqlIsUnchanged), ...steps])
  return done.refusal ? undefined : session
}

export async function authenticate(
  email: string,
  password: string,
  from: From,
): Promise<Recognized | SignInRefusal> {
  const user = await findByEmail(email)
  const visitor = await recognizeVisitor(from, user?.userId)
  const tries = triesOf(visitor, email, user?.userId)
  const seconds = await countTries(tries)
  if (seconds > 0) return { reason: 'too-many', seconds }
  const started = performance.now()
  const person = await recognize(user, password, askerOf(visitor))
  if (!person) {
    const rest = FAILURE_TIME * formsOf(password).length - (performance.now() - started)
    return noEarlierThan(rest, async () => ({ reason: 'wrong' }))
  }
  await forgiveTries(tries)
  // Right sign-ins are limited too: each leaves a session and a permanent audit entry.
  const wait = await countTry('right sign-in by account', person.userId)
  return wait > 0 ? { reason: 'too-many', seconds: wait } : person
}

/** Strangers who guess the password or share the network use up no tries of a known device. */
function triesOf(visitor: Stranger, email: string, userId: string | undefined): Try[] {
  const { device, network, wide, isKnownNetwork } = visitor
  if (device !== undefined) return [['sign-in by device', `${userId} ${device}`]]
  return [
    ['sign-in by address', network],
    ...(isKnownNetwork ? [] : [['sign-in by wide network', wide] as Try]),
    ['sign-in by account', email],
  ]
}

async function findByEmail(email: string) {
  const [user] = await db()
    .select({
      userId: users.id,
      name: users.name,
      email: users.email,
      passwordHash: users.passwordHash,
      deactivatedAt: users.deactivatedAt,
    })
    .from(users)
    .where(sql`${users.email} = ${email.toLowerCase()}`)
  return user
}

async function recognize(
  user: Awaited<ReturnType<typeof findByEmail>>,
  password: string,
  asker: Claimant,
): Promise<Recognized | undefined> {
  const found = await checkPassword(password, user?.passwordHash ?? null, asker)
  if (!user || found === 'wrong' || user.deactivatedAt !== null) return undefined
  const { userId, name, email, passwordHash: hash } = user
  const passwordHash =
    hash && found === 'old' ? await renewHash(userId, hash, password, asker) : hash
  return { userId, name, checked: { email, passwordHash } }
}

/** @returns the hash to expect afterwards; a change made in between wins */
async function renewHash(
  userId: string,
  oldHash: string,
  password: string,
  asker: Claimant,
): Promise<string> {
  const passwordHash = await hashPassword(password, asker)
  await write([
    db()
      .update(users)
      .set({ passwordHash })
      .where(and(eq(users.id, userId), eq(users.passwordHash, oldHash))),
  ])
  return passwordHash
}
