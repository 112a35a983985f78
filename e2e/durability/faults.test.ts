import { existsSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'drizzle-orm'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { closeDatabase } from '#db/client.ts'
import { examineDatabase } from '#db/failures/probe.ts'
import { write } from '#db/lane.ts'
import { prepareDatabase } from '#db/setup.ts'
import { signedIn } from '../http/person.ts'
import { Visitor } from '../http/visitor.ts'
import { type RunningServer, type Runtime, startServer } from '../server.ts'
import { seedCast } from './cast.ts'
import { runCommand } from './command.ts'
import { type Disk, setImmutable, smallDisk, whyNotImmutable } from './disk.ts'
import { Promises } from './kills/promises.ts'
import { seededRandom } from './random.ts'
import { findWrongs, lastEntry } from './reading.ts'
import { withCopy } from './shell.ts'
import { startLoad } from './soak/load.ts'

let folder = ''
const cleaning: (() => void)[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-faults-'))
})
afterEach(() => {
  for (const clean of cleaning.splice(0).reverse()) clean()
  rmSync(folder, { recursive: true, force: true })
})

async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 60_000
  while (!(await condition())) {
    if (Date.now() > deadline) throw new Error(`waited in vain: ${what}`)
    await wait(20)
  }
}

async function readiness(server: RunningServer) {
  const answer = await fetch(`${server.url}/readyz`)
  return { status: answer.status, text: (await answer.text()).trim() }
}

async function underLoad(runtime: Runtime, database: string) {
  const cast = await seedCast(database)
  const since = lastEntry(database)
  const promises = new Promises()
  const server = await startServer({
    ...{ runtime, database },
    env: { TRUSTED_PROXIES: '1', BACKUP_DIR: path.join(folder, 'backups') },
  })
  cleaning.push(() => void server.stop('SIGKILL'))
  const statuses = new Set<number>()
  const load = startLoad({
    ...{ cast, promises, url: server.url, pause: 20, random: seededRandom(3) },
    onAnswer: ({ status }) => statuses.add(status),
  })
  const more = async (count: number) => {
    const enough = promises.acknowledged + count
    await until('acknowledged writes', () => promises.acknowledged >= enough)
  }
  await more(20)
  return { server, load, promises, statuses, more, since, cast }
}

/** How any fault must look from outside, from beginning to end. */
async function suffer(
  scene: Awaited<ReturnType<typeof underLoad>>,
  words: RegExp,
  {
    begin,
    during = async () => {},
    end,
  }: Record<'begin' | 'end', () => void> & { during?: () => Promise<void> },
): Promise<void> {
  const { server, cast, statuses, promises, more } = scene
  begin()
  await until('not ready', async () => (await readiness(server)).status === 503)
  expect((await readiness(server)).text).toMatch(words)
  await until('the log', () => server.output().includes('not ready: nothing can be written'))

  // No write is acknowledged; reading still works.
  const acknowledged = promises.acknowledged
  const visitor = signedIn(new Visitor(server.url), cast.admin)
  expect((await visitor.get('/events')).status).toBe(200)
  const page = await visitor.get('/admin/users/new')
  const fields = { name: 'Refused', email: 'refused@example.org', role: 'member' }
  const answer = await visitor.press(page, { form: 'person', fields })
  expect(answer.status).toBe(503)
  expect(answer.headers.get('retry-after')).toBe('30')
  expect(answer.heading).toBe('Not available right now')
  await during()
  expect(promises.acknowledged).toBeLessThanOrEqual(acknowledged + 12)

  // The state must last to the end: one small write still fits on a disk that counts as full.
  expect((await readiness(server)).text).toMatch(words)
  expect(server.output()).not.toContain('ready again')

  end()
  await until('ready again', async () => (await readiness(server)).status === 200)
  await until('the log', () => server.output().includes('ready again: what is written is stored'))
  await more(20)
  expect([...statuses].filter(status => status >= 500 && status !== 503)).toEqual([])
}

async function endAndFindWrongs({
  server,
  load,
  promises,
  since,
}: Awaited<ReturnType<typeof underLoad>>) {
  await server.stop('SIGKILL')
  await load.end()
  return withCopy(server.database, copy => findWrongs(copy, promises, since))
}

const tried = smallDisk(1)
const noDisk = typeof tried === 'string' ? tried : tried.remove()
if (noDisk) console.log(`Without a disk that can be filled: ${noDisk}`)
const notImmutable = whyNotImmutable()
if (notImmutable) console.log(`Without files that can be made read-only: ${notImmutable}`)

test.skipIf(noDisk).each(['deno', 'node'] as const)(
  'a full disk, on %s: nothing acknowledged is lost, nothing refused is there, and it goes on when there is room',
  async runtime => {
    const small = smallDisk(24) as Disk
    cleaning.push(() => small.remove())
    const database = path.join(small.folder, 'tickets.db')
    const scene = await underLoad(runtime, database)
    await suffer(scene, /^not ready: the disk is full; writing resumes when 16 MiB are free$/, {
      begin: small.fill,
      async during() {
        const backups = path.join(small.folder, 'backups')
        const env = { BACKUP_DIR: backups }
        const failed = await runCommand('backup', [], { database, env })
        expect(failed.code).toBe(1)
        expect(failed.output).toMatch(/full|ENOSPC/)
        expect(existsSync(backups) ? readdirSync(backups) : []).toEqual([])
      },
      end: small.empty,
    })
    expect(await endAndFindWrongs(scene)).toEqual([])
  },
)

test.skipIf(noDisk)(
  'the little room that a refused batch leaves does not count as room',
  async () => {
    const small = smallDisk(24) as Disk
    const database = path.join(small.folder, 'tickets.db')
    cleaning.push(() => small.remove(), closeDatabase)
    await prepareDatabase({ database })
    small.fill()
    const large = sql`INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, next_attempt_at, created_at)
    SELECT 'x', 'result', 'x', 'a@example.org', 's', hex(zeroblob(100000)), 'h', 1, 1`
    await expect(write([large])).rejects.toThrow('the disk is full')
    expect(await examineDatabase(database)).toBe('the disk is full')
    small.empty()
    expect(await examineDatabase(database)).toBeUndefined()
    await write([large])
  },
)

test.skipIf(notImmutable)('a database that is made read-only: the same', async () => {
  const database = path.join(folder, 'tickets.db')
  cleaning.push(() => setImmutable(database, false))
  const scene = await underLoad('deno', database)
  await suffer(
    scene,
    /^not ready: (the disk does not read or write|the database can be read only)$/,
    {
      begin: () => setImmutable(database, true),
      end: () => setImmutable(database, false),
    },
  )
  expect(await endAndFindWrongs(scene)).toEqual([])
})

test('a database that is moved away: the same, and no new one is made', async () => {
  const database = path.join(folder, 'tickets.db')
  const scene = await underLoad('node', database)
  await suffer(scene, /^not ready: the database file has gone$/, {
    begin: () => renameSync(database, `${database}.away`),
    async during() {
      expect(existsSync(database)).toBe(false)
    },
    end: () => renameSync(`${database}.away`, database),
  })
  expect(await endAndFindWrongs(scene)).toEqual([])
})

test('a database that is deleted: everything acknowledged is in the copy that the program wrote by itself', async () => {
  const database = path.join(folder, 'tickets.db')
  const scene = await underLoad('deno', database)
  for (const ending of ['', '-wal', '-shm']) rmSync(database + ending)
  const backups = path.join(folder, 'backups')
  await until('the copy', () => scene.server.output().includes('was written to a backup'))
  await scene.server.stop('SIGKILL')
  await scene.load.end()
  const [rescued = ''] = readdirSync(backups)
  expect(rescued).toMatch(/-rescued\.db$/)
  expect(findWrongs(path.join(backups, rescued), scene.promises, scene.since)).toEqual([])
  expect(existsSync(database)).toBe(false)
})
