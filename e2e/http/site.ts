import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import bcrypt from 'bcryptjs'
import { afterAll, beforeAll } from 'vitest'
import { sessionCookie } from '#app/http/cookies.server.ts'
import { startSession } from '#app/models/session.server.ts'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { createUser } from '#app/testing/factories.ts'
import { closeDatabase } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
import { type RunningServer, startServer } from '../server.ts'
import { Visitor } from './visitor.ts'

export const PASSWORD = 'a good long password'
const PASSWORD_HASH = bcrypt.hashSync(PASSWORD, 4)

type Person = Awaited<ReturnType<typeof createPerson>>

export type Site<Seeded> = {
  server: RunningServer
  seeded: Seeded
  /** Somebody without a session. */
  visitor(): Visitor
  /** Somebody signed in, without going through the sign-in page and its limits. */
  as(person: Person): Visitor
}

/** A person with PASSWORD and a session of her own. For `seed` only: later the server alone writes. */
export async function createPerson(overrides: Parameters<typeof createUser>[0] = {}) {
  const user = await createUser({ passwordHash: PASSWORD_HASH, ...overrides })
  const start = { isRemembered: false, device: { userAgent: 'a test', address: '127.0.0.1' } }
  const session = await startSession({ userId: user.id, name: user.name }, start, 'password')
  const cookie = session ? (await sessionCookie().serialize(session.token)).split(';')[0] : ''
  return { ...user, cookie: cookie ?? '' }
}

/**
 * A built server for the tests of a file, on a database that `seed` filled with the factories before the start.
 * Call it at the top of the file; what it returns may be called in tests only.
 */
export function testSite<Seeded = undefined>(
  options: { env?: Record<string, string>; seed?: () => Promise<Seeded> } = {},
): () => Site<Seeded> {
  let folder = ''
  let current: Site<Seeded> | undefined
  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'tickets-http-'))
    current = await openSite(path.join(folder, 'tickets.db'), options)
  })
  afterAll(async () => {
    await current?.server.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return () => {
    if (!current) throw new Error('the site is there in tests only')
    return current
  }
}

async function openSite<Seeded>(
  database: string,
  { env, seed }: { env?: Record<string, string>; seed?: () => Promise<Seeded> },
): Promise<Site<Seeded>> {
  const settingsOfServer = { NODE_ENV: 'test', LOG_LEVEL: 'info', ...env }
  overrideSettings(readSettings(settingsOfServer))
  await prepareDatabase({ database })
  const seeded = (await seed?.()) as Seeded
  closeDatabase()
  const server = await startServer({ database, env: settingsOfServer })
  return {
    server,
    seeded,
    visitor: () => new Visitor(server.url, env?.APP_URL),
    as(person) {
      const visitor = new Visitor(server.url, env?.APP_URL)
      const at = person.cookie.indexOf('=')
      visitor.cookies.set(person.cookie.slice(0, at), person.cookie.slice(at + 1))
      return visitor
    },
  }
}
