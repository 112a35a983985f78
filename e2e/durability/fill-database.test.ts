import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { overrideSettings, readSettings } from '#app/settings.server.ts'
import { closeDatabase, rawClient } from '#db/client.ts'
import { prepareDatabase } from '#db/setup.ts'
import { fillDatabase } from '../fill-database.ts'
import { TEST_ENV } from '../test-env.ts'
import { askShell, withCopy } from './shell.ts'

const PROOF = 'UPDATE write_proofs SET number = number + 1'
const KILLED = `const { createClient } = await import('@libsql/client')
await createClient({ url: 'file:' + process.argv[1] }).batch(['${PROOF}'], 'write')
process.kill(process.pid, 'SIGKILL')`

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

let folder = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-filled-'))
  overrideSettings(readSettings(TEST_ENV))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const proofsIn = (database: string) =>
  withCopy(database, copy => Number(askShell(copy, 'SELECT number FROM write_proofs')[0]?.number))

/** What a kill loop does: another program writes and closes, a process writes and is killed, and memory is collected. */
async function proofsAfterKill(database: string): Promise<number> {
  const before = proofsIn(database)
  askShell(database, `${PROOF} RETURNING number`)
  spawnSync(process.execPath, ['--input-type=module', '-e', KILLED, database])
  collect()
  await wait(100)
  return proofsIn(database) - before
}

const touch = async () => void (await rawClient().batch([PROOF], 'write'))

test('a write that a kill followed outlives the connections that filled the database', async () => {
  const database = path.join(folder, 'tickets.db')
  await fillDatabase(database, touch)
  expect(await proofsAfterKill(database)).toBe(2)
})

test('control: filled in place, it is lost', async () => {
  const database = path.join(folder, 'tickets.db')
  await prepareDatabase({ database })
  await touch()
  closeDatabase()
  expect(await proofsAfterKill(database)).toBe(1)
})
