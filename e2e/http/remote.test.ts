import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, describe, expect, test } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import { startLibsqlServer } from '../libsql-server.ts'
import { launchServer, startServer } from '../server.ts'
import { rowsOf } from './database.ts'
import { createPerson, PASSWORD, testSite } from './site.ts'

const site = testSite({
  isRemote: true,
  seed: async () => {
    const members = []
    for (let number = 0; number < 4; number += 1) members.push(await createPerson())
    return { members, event: await createEvent({ totalTickets: 9 }) }
  },
})
const libsql = () => {
  const { libsql } = site()
  if (!libsql) throw new Error('no libSQL server')
  return libsql
}
const ASK = { form: 'request', fields: { sizes: ['2'], note: '' } }
const folder = mkdtempSync(path.join(tmpdir(), 'tickets-remote-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

async function ask(who: number) {
  const { members, event } = site().seeded
  const visitor = site().as(members[who] as (typeof members)[number])
  const page = await visitor.get(`/events/${event.id}/request`)
  return visitor.press(page, ASK)
}

/** Read from the file, past the server. */
async function stored(): Promise<number> {
  const client = createClient({ url: `file:${site().server.database}` })
  const { rows } = await client.execute('SELECT count(*) FROM requests')
  client.close()
  return Number(rows[0]?.[0])
}

const unlinked = async () =>
  (
    await rowsOf(
      site().server.database,
      'SELECT 1 FROM audit_entries WHERE id > (SELECT coalesce(max(entry_id), 0) FROM audit_links)',
    )
  ).length

async function until(condition: () => Promise<boolean>): Promise<void> {
  for (let tries = 0; !(await condition()); tries += 1) {
    if (tries > 300) throw new Error('waited in vain')
    await new Promise(resolve => setTimeout(resolve, 50))
  }
}
const readiness = async () => {
  const page = await site().visitor().send('/readyz')
  return [page.status, page.text.trim()]
}
const isReady = async () => (await readiness())[0] === 200
const GONE = [503, 'not ready: the database server does not answer']
const linesWith = (words: string) =>
  site()
    .server.output()
    .split('\n')
    .filter(line => line.includes(words))
const person = (who: number) => site().seeded.members[who] as Parameters<Site['as']>[0]
type Site = ReturnType<typeof site>
const told = (page: Awaited<ReturnType<ReturnType<Site['as']>['send']>>) => [
  ...[page.status, page.headers.get('retry-after'), page.heading],
]
const UNAVAILABLE = [503, '30', 'Not available right now']

describe('behind a libSQL server', () => {
  test('what is acknowledged is there', async () => {
    expect((await ask(0)).status).toBe(303)
    expect(await stored()).toBe(1)
  })

  test('that is away: nothing is acknowledged, pages say so, and it goes on by itself', async () => {
    const { members } = site().seeded
    const visitor = site().as(members[1] as (typeof members)[number])
    const page = await visitor.get(`/events/${site().seeded.event.id}/request`)
    const signIn = await site().visitor().get('/login')
    await libsql().be('away')
    const since = performance.now()
    // In its first moment, and seconds later when the outage is known.
    while (performance.now() - since < 3000 || linesWith('not ready').length === 0) {
      expect(told(await visitor.send('/events'))).toEqual(UNAVAILABLE)
      expect(told(await visitor.press(page, ASK))).toEqual(UNAVAILABLE)
      const fields = { email: person(1).email, password: PASSWORD }
      const signedIn = await site().visitor().press(signIn, { form: 'sign-in', fields })
      expect(told(signedIn)).toEqual(UNAVAILABLE)
      expect(await readiness()).toEqual(GONE)
      await new Promise(resolve => setTimeout(resolve, 100))
    }
    expect(linesWith('not ready: nothing can be written')).toHaveLength(1)
    expect([linesWith('task failed'), linesWith('request failed')]).toEqual([[], []])
    await libsql().be('well')
    await until(isReady)
    await until(async () => site().server.output().includes('ready again'))
    expect(await stored()).toBe(1)
    const again = await visitor.press(page, ASK)
    expect(again.status).toBe(303)
    expect(await stored()).toBe(2)
  })

  test('that obeyed but could not answer: no page says that nothing happened', async () => {
    const { members } = site().seeded
    const visitor = site().as(members[2] as (typeof members)[number])
    const page = await visitor.get(`/events/${site().seeded.event.id}/request`)
    await libsql().be({ muteOn: 'insert into \\"requests\\"' })
    const answer = await visitor.press(page, ASK)
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('We don’t know if that was saved')
    expect(await stored()).toBe(3)
    await libsql().be('well')
    await until(isReady)
  })

  test('that takes connections and says nothing: nobody waits for long, and then nobody waits', async () => {
    const visitor = site().as(person(1))
    await libsql().be('silent')
    const since = performance.now()
    const first = await Promise.all([visitor.send('/events'), visitor.send('/account')])
    // Two probes of 3 s, instead of a round trip of 15 s each for the session and the page.
    expect(performance.now() - since).toBeLessThan(14_000)
    expect(first.map(told)).toEqual([UNAVAILABLE, UNAVAILABLE])
    const trips = libsql().trips()
    const before = performance.now()
    expect(told(await visitor.send('/events'))).toEqual(UNAVAILABLE)
    expect(await readiness()).toEqual(GONE)
    expect(performance.now() - before).toBeLessThan(3000)
    expect(libsql().trips()).toBe(trips)
    await libsql().be('well')
    await until(isReady)
    expect((await visitor.send('/events')).status).toBe(200)
  })

  test('that blocks what writes, over quota: known without any write, and what is there can be read', async () => {
    const visitor = site().as(person(3))
    const page = await visitor.get(`/events/${site().seeded.event.id}/request`)
    // The program writes the chain of the audit trail by itself.
    await until(async () => (await unlinked()) === 0)
    await libsql().be({ blocks: 'writes' })
    await until(async () => !(await isReady()))
    expect(await readiness()).toEqual([503, 'not ready: the database server is blocked'])
    expect((await visitor.send('/events')).status).toBe(200)
    expect(told(await visitor.press(page, ASK))).toEqual(UNAVAILABLE)
    await libsql().be({ blocks: 'all' })
    expect(told(await visitor.send('/events'))).toEqual(UNAVAILABLE)
    expect([linesWith('task failed'), linesWith('request failed')]).toEqual([[], []])
    await libsql().be('well')
    await until(isReady)
    expect((await visitor.press(page, ASK)).status).toBe(303)
  })
})

test('a new database on a libSQL server', async () => {
  const file = path.join(folder, 'new.db')
  const server = await startLibsqlServer(file, { token: 'right' })
  const env = { DATABASE: server.url, DATABASE_AUTH_TOKEN: 'right' }
  const app = await startServer({ env })
  expect(app.setUpLink()).toMatch(/\/set-up\//)
  expect(await app.stop()).toBe(0)
  const wrong = await launchServer({ env: { ...env, DATABASE_AUTH_TOKEN: 'wrong' } })
  let said = ''
  wrong.child.stderr?.on('data', chunk => (said += chunk))
  expect(await wrong.ended).toBe(1)
  expect(said).toContain('Cannot start: the database server refuses us: HTTP 401')
  await server.be('away')
  const alone = await launchServer({ env })
  alone.child.stderr?.on('data', chunk => (said += chunk))
  expect(await alone.ended).toBe(1)
  expect(said).toContain('Cannot start: the database server does not answer')
  await server.stop()
})

test('a server that may lose writes in a power cut is refused unless that is accepted', async () => {
  const file = path.join(folder, 'relaxed.db')
  const server = await startLibsqlServer(file, { durability: 'relaxed' })
  const env = { DATABASE: server.url }
  const refused = await launchServer({ env })
  let said = ''
  refused.child.stderr?.on('data', chunk => (said += chunk))
  expect(await refused.ended).toBe(1)
  expect(said.trim().split('\n')).toHaveLength(1)
  expect(said).toContain('its PRAGMA synchronous is NORMAL, not FULL')
  const accepted = await startServer({
    env: { ...env, DATABASE_ACCEPT_NORMAL_SYNC: 'true' },
  })
  expect(accepted.output()).toContain('DATABASE_ACCEPT_NORMAL_SYNC: a power cut')
  expect(await accepted.stop()).toBe(0)
  await server.stop()
})
