import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll } from 'vitest'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { fillDatabase } from '../fill-database.ts'
import { type LibsqlServer, startLibsqlServer } from '../libsql-server.ts'
import { type RunningServer, type StartOptions, startServer } from '../server.ts'
import { TEST_ENV } from '../test-env.ts'
import { type Person, signedIn } from './person.ts'
import { Visitor } from './visitor.ts'

export { createPerson, PASSWORD } from './person.ts'

export type Site<Seeded> = {
  server: RunningServer
  libsql: LibsqlServer | undefined
  seeded: Seeded
  visitor(): Visitor
  /** Signs in without the sign-in page and its limits. */
  as(person: Person): Visitor
}

export type SiteOptions<Seeded> = Pick<StartOptions, 'runtime' | 'preload' | 'env'> & {
  seed?: () => Promise<Seeded>
  /** Whether the server reaches the database through a libSQL server; RUNTIME and BEHIND=libsql decide for all tests. */
  isRemote?: boolean
  prepare?: (database: string) => Promise<void>
}

/**
 * A built server for the tests of one file, on a database that `seed` filled with the factories before the start.
 * Call it at the top of the file, and what it returns only in tests.
 */
export function testSite<Seeded = undefined>(
  options: SiteOptions<Seeded> = {},
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

const TOKEN = 'a token of the libSQL server'
const isBehindLibsql = () => process.env.BEHIND === 'libsql'

/** For a test that starts and stops the server itself. */
export async function openSite<Seeded>(
  database: string,
  { env, seed, prepare, runtime, preload, isRemote = isBehindLibsql() }: SiteOptions<Seeded>,
): Promise<Site<Seeded>> {
  // A prepared file may lack guards, or have additions that watch.
  const unchecked = prepare && { SCHEMA_CHECK: 'off' }
  const settingsOfServer = { ...TEST_ENV, LOG_LEVEL: 'info', ...unchecked, ...env }
  overrideSettings(readSettings(settingsOfServer))
  const seeded = await fillDatabase(database, async () => (await seed?.()) as Seeded)
  await prepare?.(database)
  const libsql = isRemote ? await startLibsqlServer(database, { token: TOKEN }) : undefined
  const remote = libsql && { DATABASE: libsql.url, DATABASE_AUTH_TOKEN: TOKEN }
  const server = await startServer({
    database,
    env: { ...settingsOfServer, ...remote },
    ...(runtime && { runtime }),
    ...(preload && { preload }),
  })
  return {
    server: { ...server, stop: signal => server.stop(signal).finally(() => libsql?.stop()) },
    libsql,
    seeded,
    visitor: () => new Visitor(server.url, env?.APP_URL),
    as: person => signedIn(new Visitor(server.url, env?.APP_URL), person),
  }
}
