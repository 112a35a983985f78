import bcrypt from 'bcryptjs'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { startSession } from '#app/testing/accounts.ts'
import { createUser } from '#app/testing/factories.ts'
import type { Visitor } from './visitor.ts'

export const PASSWORD = 'a good long password'
const PASSWORD_HASH = bcrypt.hashSync(PASSWORD, 4)

export type Person = Awaited<ReturnType<typeof createPerson>>

/** A person with PASSWORD and a session. For `seed` only: later only the server writes. */
export async function createPerson(overrides: Parameters<typeof createUser>[0] = {}) {
  const user = await createUser({ passwordHash: PASSWORD_HASH, ...overrides })
  return { ...user, cookie: await newSession(user) }
}

/** Another session of a person, as a cookie. For `seed` only. */
export async function newSession({ id, name }: { id: string; name: string }): Promise<string> {
  const start = { isRemembered: false, device: { userAgent: 'a test', address: '127.0.0.1' } }
  const session = await startSession({ userId: id, name }, start, 'password')
  const cookie = session ? (await sessionCookie().serialize(session.token)).split(';')[0] : ''
  return cookie ?? ''
}

export function signedIn<Someone extends Visitor>(
  visitor: Someone,
  person: Pick<Person, 'cookie'>,
): Someone {
  const at = person.cookie.indexOf('=')
  visitor.cookies.set(person.cookie.slice(0, at), person.cookie.slice(at + 1))
  return visitor
}
