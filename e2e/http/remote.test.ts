import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterAll, describe, expect, test } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import { startLibsqlServer } from '../libsql-server.ts'
import { launchServer, startServer } from '../server.ts'
import { createPerson, testSite } from './site.ts'

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

describe('behind a libSQL server', () => {
  test('what is acknowledged is there', async () => {
    expect((await ask(0)).status).toBe(303)
    expect(await stored()).toBe(1)
  })

  test('that is away: nothing is acknowledged, pages say so, and it goes on by itself', async () => {
    const { members } = site().seeded
    const visitor = site().as(members[1] as (typeof members)[number])
    const page = await visitor.get(`/events/${site().seeded.event.id}/request`)
    await libsql().be('away')
    for (const answer of [await visitor.send('/events'), await visitor.press(page, ASK)]) {
      expect([answer.status, answer.headers.get('retry-after'), answer.heading]).toEqual([
        ...[503, '30', 'Not available at the moment'],
      ])
    }
    expect(await readiness()).toEqual(GONE)
    await until(async () => site().server.output().includes('not ready: nothing can be written'))
    await libsql().be('well')
    await until(isReady)
    await until(async () => site().server.output().includes('ready again'))
    expect(await stored()).toBe(1)
    const again = await visitor.press(page, ASK)
    expect(again.status).toBe(303)
    expect(await stored()).toBe(2)
  })

  test('that did what it was told but could not say so: nobody is told that nothing happened', async () => {
    const { members } = site().seeded
    const visitor = site().as(members[2] as (typeof members)[number])
    const page = await visitor.get(`/events/${site().seeded.event.id}/request`)
    await libsql().be({ muteOn: 'insert into \\"requests\\"' })
    const answer = await visitor.press(page, ASK)
    expect(answer.status).toBe(503)
    expect(answer.text).toContain('We cannot say whether that was stored')
    expect(await stored()).toBe(3)
    await libsql().be('well')
    await until(isReady)
  })
})

test.each(['deno', 'node'] as const)('a new database on a libSQL server, %s', async runtime => {
  const file = path.join(folder, `${runtime}.db`)
  const server = await startLibsqlServer(file, { token: 'right' })
  const env = { DATABASE: server.url, DATABASE_AUTH_TOKEN: 'right' }
  const app = await startServer({ runtime, env })
  expect(app.setUpLink()).toMatch(/\/set-up\//)
  expect(await app.stop()).toBe(0)
  const wrong = await launchServer({ runtime, env: { ...env, DATABASE_AUTH_TOKEN: 'wrong' } })
  let said = ''
  wrong.child.stderr?.on('data', chunk => (said += chunk))
  expect(await wrong.ended).toBe(1)
  expect(said).toContain('Cannot start: the database server refuses us: HTTP 401')
  await server.be('away')
  const alone = await launchServer({ runtime, env })
  alone.child.stderr?.on('data', chunk => (said += chunk))
  expect(await alone.ended).toBe(1)
  expect(said).toContain('Cannot start: the database server does not answer')
  await server.stop()
})
