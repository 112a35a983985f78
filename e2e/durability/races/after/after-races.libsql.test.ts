import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { closeDatabase, databaseAddress, openDatabase } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
import { startServer } from '../../../server.ts'
import { TEST_ENV } from '../../../test-env.ts'
import { settableClock } from '../../clock.ts'
import { expectRaced, tell } from './after-tests.ts'
import { countLines, findHarms } from './harms.ts'
import { launchLibsql } from './libsql-child.ts'
import { AT_ONCE, raceAll, scenesFor } from './race.ts'
import { seedScenes } from './stage.ts'

const PRESSES = Number(process.env.AFTER_PRESSES ?? 192)
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-after-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

test(`of ${PRESSES} presses at two servers on one database nothing is lost or doubled`, async () => {
  const database = path.join(folder, 'tickets.db')
  const clock = settableClock(folder)
  const clockEnv = typeof clock === 'string' ? {} : clock.env
  overrideSettings(readSettings(TEST_ENV))
  await prepareDatabase({ database })
  const scenes = await seedScenes(scenesFor(PRESSES), AT_ONCE)
  closeDatabase()
  const libsql = await launchLibsql(database, clockEnv)
  const env = { ...TEST_ENV, ...clockEnv, DATABASE: libsql.url }
  const servers = [
    await startServer({ runtime: 'deno', env }),
    await startServer({ runtime: 'node', env }),
  ]
  // Reads only: the file is the libSQL server's.
  await openDatabase(databaseAddress(database), { isGuest: true })
  const done = await raceAll({
    urls: servers.map(({ url }) => url),
    scenes,
    setClock: typeof clock === 'string' ? undefined : clock.set,
    isBeside: false,
  })
  for (const server of servers) expect(await server.stop()).toBe(0)
  libsql.stop()
  const ids = scenes.map(({ eventId }) => eventId)
  const harms = await findHarms(ids, done)
  if (process.env.AFTER_PRESSES) tell(done, await countLines(ids), harms)
  closeDatabase()
  expect(harms).toEqual([])
  expectRaced(done)
}, 3_600_000)
