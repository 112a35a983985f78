import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { hashTables } from '../../http/database.ts'
import { PASSWORD } from '../../http/person.ts'
import { Visitor } from '../../http/visitor.ts'
import { type Runtime, startServer } from '../../server.ts'
import { type Cast, seedCast } from '../cast.ts'
import { runCommand } from '../command.ts'
import { Promises } from '../kills/promises.ts'
import { seededRandom } from '../random.ts'
import { findWrongs, lastEntry } from '../reading.ts'
import { askShell, findDamage } from '../shell.ts'
import { startLoad } from '../soak/load.ts'

let folder = ''
let database = ''
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-drill-'))
  database = path.join(folder, 'tickets.db')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

/** The acknowledged attempts must be there; attempts under way or later may be. */
function promisedSoFar(promises: Promises): Promises {
  const so = new Promises()
  for (const [thread, attempts] of promises.threads)
    so.threads.set(
      thread,
      attempts.map(attempt => ({ ...attempt })),
    )
  return so
}

/** Attempts after the snapshot may or may not be in the backup. */
function withLater(so: Promises, all: Promises): Promises {
  for (const [thread, attempts] of all.threads) {
    const known = so.threads.get(thread) ?? []
    const later = attempts.slice(known.length)
    so.threads.set(thread, [
      ...known,
      ...later.map(each => ({ ...each, outcome: 'unknown' as const })),
    ])
  }
  return so
}

async function copiedUnderLoad(runtime: Runtime, copy: () => Promise<string>) {
  const cast = await seedCast(database)
  const since = lastEntry(database)
  const promises = new Promises()
  const server = await startServer({ runtime, database, env: { TRUSTED_PROXIES: '1' } })
  const load = startLoad({ cast, url: server.url, promises, random: seededRandom(7) })
  const until = async (count: number) => {
    while (promises.acknowledged < count) await wait(5)
  }
  await until(60)
  const before = promisedSoFar(promises)
  const file = await copy()
  await until(before.acknowledged + 30)
  await load.end()
  await server.stop()
  expect(load.surprises).toEqual([])
  return { cast, since, file, promised: withLater(before, promises) }
}

const GROWING = ['audit_entries', 'seals', 'rule_choices']

function missingFrom(restored: string, file: string): string[] {
  return GROWING.flatMap(table => {
    const [before, after] = [file, restored].map(each =>
      askShell(each, `SELECT * FROM ${table} ORDER BY 1, 2`).map(row => JSON.stringify(row)),
    ) as [string[], string[]]
    return before.filter(row => !after.includes(row))
  })
}

async function hashesOf(file: string): Promise<Record<string, string>> {
  const client = createClient({ url: `file:${file}` })
  // A restore ends sessions and links, notes itself, and seals the coming draws again.
  const ended = ['sessions', 'tokens', 'audit_links', 'restores']
  const hashes = await hashTables(client, [...ended, ...GROWING])
  client.close()
  return hashes
}

async function servesFrom(file: string, runtime: Runtime, { members }: Cast): Promise<void> {
  const server = await startServer({ runtime, database: file })
  const visitor = new Visitor(server.url)
  const page = await visitor.signIn(members[0]?.email ?? '', PASSWORD)
  expect(page).toMatchObject({ status: 200, url: `${server.url}/events` })
  await server.stop()
}

test.each(['deno', 'node'] as const)(
  'on %s: a backup made under load and restored elsewhere has all that was acknowledged before, and nothing half',
  async runtime => {
    const { cast, since, file, promised } = await copiedUnderLoad(runtime, async () => {
      const { output } = await runCommand('backup', [], { database })
      expect(output.trim()).toMatch(/backups\/tickets-.*-by-hand\.db$/)
      return output.trim()
    })
    expect(promised.acknowledged).toBeGreaterThanOrEqual(60)
    expect(findWrongs(file, promised, since)).toEqual([])
    expect(readdirSync(path.dirname(file))).toEqual([path.basename(file)])

    const elsewhere = path.join(folder, 'elsewhere/tickets.db')
    expect(await runCommand('restore', [file], { database: elsewhere })).toMatchObject({ code: 0 })
    expect(findDamage(elsewhere)).toEqual([])
    expect(await hashesOf(elsewhere)).toEqual(await hashesOf(file))
    expect(missingFrom(elsewhere, file)).toEqual([])
    await servesFrom(elsewhere, runtime, cast)
  },
)

test('(control) a copy of the file alone, as cp makes it, lacks what was acknowledged', async () => {
  const copy = path.join(folder, 'copied.db')
  let wrongs: string[] = []
  // A copy right after a checkpoint happens to be whole.
  for (let tries = 0; tries < 5 && wrongs.length === 0; tries += 1) {
    const { since, file, promised } = await copiedUnderLoad('node', async () => {
      copyFileSync(database, copy)
      return copy
    })
    wrongs = findWrongs(file, promised, since)
  }
  expect(wrongs).not.toEqual([])
})
