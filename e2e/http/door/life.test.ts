import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { createClient } from '@libsql/client'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { type RunningServer, startServer } from '../../server.ts'
import { PASSWORD } from '../site.ts'
import { Visitor } from '../visitor.ts'
import { sendRaw, statusOf } from './raw.ts'

let folder = ''
let database = ''
const servers: RunningServer[] = []
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'tickets-life-'))
  database = path.join(folder, 'tickets.db')
})
afterEach(async () => {
  await Promise.all(servers.splice(0).map(server => server.stop('SIGKILL')))
  rmSync(folder, { recursive: true, force: true })
})

async function start(env: Record<string, string> = {}): Promise<RunningServer> {
  const server = await startServer({ database, env })
  servers.push(server)
  return server
}

async function query(sql: string) {
  const client = createClient({ url: `file:${database}` })
  const { rows } = await client.execute(sql)
  client.close()
  return rows
}

describe('the first start', () => {
  test('prints one link, which makes one admin and is then used up; the next start prints none', async () => {
    const server = await start()
    const visitor = new Visitor(server.url)
    const { pathname } = new URL(server.setUpLink())
    const page = await visitor.get(pathname)
    const fields = {
      name: 'Ada',
      email: 'ada@example.org',
      password: PASSWORD,
      repeat: PASSWORD,
    }
    const after = await visitor.submit(page, { fields })
    expect(after.status).toBe(200)
    expect(await query('SELECT email, role FROM users')).toMatchObject([
      { email: 'ada@example.org', role: 'admin' },
    ])
    const again = await new Visitor(server.url)
      .submit(page, { fields: { ...fields, email: 'eve@example.org' } })
      .catch(() => undefined)
    expect(again?.status).not.toBe(303)
    expect(await query('SELECT email FROM users')).toHaveLength(1)
    expect(await server.stop()).toBe(0)
    expect((await start()).setUpLink()).toBe('')
  })
})

describe('a stop', () => {
  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s ends with 0 and lets go of the database',
    async signal => {
      const server = await start()
      expect(await server.stop(signal)).toBe(0)
      expect(server.output()).toContain('"msg":"stopping"')
      expect(await (await start()).stop()).toBe(0)
    },
  )

  test('finishes what is in flight, keeps what it answered, and takes nothing new', async () => {
    const server = await start()
    const visitor = new Visitor(server.url)
    await visitor.submit(await visitor.get(new URL(server.setUpLink()).pathname), {
      fields: {
        name: 'Ada',
        email: 'ada@example.org',
        password: PASSWORD,
        repeat: PASSWORD,
      },
    })
    const body = new URLSearchParams({ email: 'ada@example.org', password: PASSWORD }).toString()
    const { host } = new URL(server.url)
    const head = `POST /login HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${server.url}\r\nContent-Type: application/x-www-form-urlencoded\r\nContent-Length: ${body.length}\r\n\r\n`
    const before = (await query('SELECT count(*) AS n FROM sessions'))[0]?.n
    const inFlight = sendRaw(
      server.url,
      [{ text: head }, { text: body, pauseBefore: 1500 }],
      10_000,
    )
    await new Promise(resolve => setTimeout(resolve, 500))
    const since = Date.now()
    const stopped = server.stop()
    await new Promise(resolve => setTimeout(resolve, 300))
    const late = await fetch(`${server.url}/healthz`).then(
      answer => answer.status,
      () => 'closed',
    )
    expect([503, 'closed']).toContain(late)
    expect(statusOf((await inFlight).text)).toBe(303)
    expect(await stopped).toBe(0)
    // The connection of the last answer stays open for more; do not wait for that.
    expect(Date.now() - since).toBeLessThan(6000)
    expect((await query('SELECT count(*) AS n FROM sessions'))[0]?.n).toBe(Number(before) + 1)
    expect((await query('PRAGMA integrity_check'))[0]).toEqual({ integrity_check: 'ok' })
  })

  test('does not wait for connections that only stay open', async () => {
    const server = await start()
    const { host } = new URL(server.url)
    const idle = sendRaw(
      server.url,
      [{ text: `GET /healthz HTTP/1.1\r\nHost: ${host}\r\n\r\n` }],
      20_000,
    )
    await new Promise(resolve => setTimeout(resolve, 300))
    const started = Date.now()
    expect(await server.stop()).toBe(0)
    expect(Date.now() - started).toBeLessThan(5000)
    await idle
  })
})

describe('one server a database', () => {
  test('a second one refuses to start, says who is there, and disturbs nothing', async () => {
    const first = await start()
    const error = await start().catch((reason: Error) => reason.message)
    expect(error).toMatch(
      /Cannot start: .*tickets\.db is in use by process \d+, running since .*: one server a database file/,
    )
    expect(error).not.toMatch(/\bat \w+.*:\d+:\d+/)
    expect((await fetch(`${first.url}/readyz`)).status).toBe(200)
  })

  test('after a kill the next one starts at once', async () => {
    const first = await start()
    await first.stop('SIGKILL')
    expect((await fetch(`${(await start()).url}/readyz`)).status).toBe(200)
  })
})

describe('a start that cannot be', () => {
  test.each<[string, Record<string, string>, RegExp]>([
    [
      'with settings that are wrong',
      { LOG_LEVEL: 'loud', TRUSTED_PROXIES: 'x' },
      /Cannot start: TRUSTED_PROXIES: .*\n?[\s\S]*Cannot start: LOG_LEVEL: |Cannot start: LOG_LEVEL: .*\n?[\s\S]*Cannot start: TRUSTED_PROXIES: /,
    ],
    ['with a key that is short', { SECRET_KEY: 'hunter2' }, /Cannot start: SECRET_KEY: /],
    [
      'with a key that everybody knows',
      { SECRET_KEY: 'dev-secret-key-change-in-production-1234' },
      /Cannot start: SECRET_KEY: /,
    ],
  ])('%s ends with one line for each mistake and no stack', async (_, env, words) => {
    const error = await start(env).catch((reason: Error) => reason.message)
    expect(error).toMatch(words)
    expect(error).not.toMatch(/\n\s+at |node:internal|Uncaught/)
  })

  test('on a database of a newer program', async () => {
    await (await start()).stop()
    await query("INSERT INTO migrations VALUES (9999, '9999_future', 'h', 0)")
    const error = await start().catch((reason: Error) => reason.message)
    expect(error).toContain(
      'the database is newer than this program (it has migration 9999_future)',
    )
    expect(error).not.toMatch(/\n\s+at /)
  })
})

describe('the log', () => {
  test('has one JSON line a request, with an id and without secrets', async () => {
    const server = await start()
    const visitor = new Visitor(server.url)
    const link = server.setUpLink()
    const page = await visitor.get(new URL(link).pathname)
    await visitor.submit(page, {
      fields: {
        name: 'Ada',
        email: 'ada@example.org',
        password: PASSWORD,
        repeat: PASSWORD,
      },
    })
    const session = visitor.cookies.get('session') ?? 'none'
    const wrong = await visitor.post('/login', {
      email: 'ada@example.org',
      password: 'wrong-horse-battery',
    })
    await visitor.get('/login?password=in-the-query&token=also-there')
    await visitor.get('/reset-password/some-secret-token')
    await server.stop()
    const lines = server.output().split('\n').filter(Boolean)
    const logged = lines.filter(line => line.startsWith('{'))
    // Printed on purpose, for the person who started it.
    expect(lines.filter(line => !line.startsWith('{'))).toEqual([
      expect.stringContaining(` is at ${server.url}`),
      'There is no admin yet. Open this link once to become the first:',
      `  ${link}`,
    ])
    const requests = logged.map(line => JSON.parse(line)).filter(entry => entry.msg === 'request')
    const ofWrong = requests.find(entry => entry.requestId === wrong.headers.get('x-request-id'))
    expect(ofWrong).toMatchObject({ level: 'info', method: 'POST', path: '/login' })
    for (const secret of [
      PASSWORD,
      'wrong-horse',
      'in-the-query',
      'also-there',
      'some-secret-token',
      session,
      link.split('/').at(-1) ?? 'none',
    ])
      expect(logged.join('\n')).not.toContain(secret)
  })
})

describe('proxies', () => {
  /** How many of 40 tries to sign in pass, each from an address that claims to be another. */
  async function triesLetThrough(env: Record<string, string>): Promise<number> {
    const server = await start(env)
    const tries = Array.from({ length: 40 }, (_, n) => n)
    const statuses: number[] = []
    const attempt = async (n: number) => {
      const headers = { 'X-Forwarded-For': `198.51.100.${n}` }
      const fields = { email: `nobody${n}@example.org`, password: 'wrong' }
      statuses.push((await new Visitor(server.url).post('/login', fields, { headers })).status)
    }
    // A failed try takes its time; more than five at once would fill the queue of passwords.
    while (tries.length > 0) await Promise.all(tries.splice(0, 5).map(attempt))
    return statuses.filter(status => status !== 429).length
  }

  test('that nobody told us of cannot name another address to slip by the limits', async () => {
    expect(await triesLetThrough({})).toBe(25)
  })

  test('that we were told of are believed', async () => {
    expect(await triesLetThrough({ TRUSTED_PROXIES: '1' })).toBe(40)
  })
})
