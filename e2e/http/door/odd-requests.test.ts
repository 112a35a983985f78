import { describe, expect, test, vi } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import { createPerson, testSite } from '../site.ts'
import { sendRaw, statusOf } from './raw.ts'

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer' })
    return { owner, event: await createEvent({ ownerId: owner.id, name: 'Gala' }) }
  },
})

const here = () => new URL(site().server.url)
const isWell = async () => (await fetch(`${here().origin}/readyz`)).ok
const ask = (line: string, headers: string) =>
  sendRaw(here().origin, [{ text: `${line} HTTP/1.1\r\n${headers}Connection: close\r\n\r\n` }])

describe('a host that is none', () => {
  test.each([
    ['a blank in it', 'a b'],
    ['a path in it', 'evil.example/login?'],
    ['a fragment in it', 'evil.example/login#'],
    ['a user in it', 'user@evil.example'],
    ['a port that cannot be', 'localhost:99999'],
    ['an escape in it', '%6cocalhost'],
    ['several', 'localhost, evil.example'],
  ])('%s is refused, and moves no address', async (_, host) => {
    const { text } = await ask('GET /events', `Host: ${host}\r\n`)
    expect(statusOf(text)).toBe(400)
    expect(text).not.toContain('Sign in')
  })

  test.each(['localhost', '127.0.0.1:5000', '[::1]:5000', 'TICKETS.example.org', 'a_b.internal'])(
    'while %s is one',
    async host => expect(statusOf((await ask('GET /login', `Host: ${host}\r\n`)).text)).toBe(200),
  )
})

describe('a request that is odd as a whole ends with an answer, and harms nobody', () => {
  const host = () => `Host: ${here().host}\r\n`
  const many = Array.from({ length: 1500 }, (_, number) => `X-${number}: a\r\n`).join('')
  test.each<[string, string, string, number[]]>([
    ['the whole server', 'OPTIONS *', '', [400, 405]],
    ['a tunnel', 'CONNECT evil.example:443', '', [0, 400, 405]],
    ['another server', 'GET http://evil.example/events', '', [303, 400]],
    ['no slash', 'GET events', '', [400]],
    ['a backslash', 'GET /\\evil.example/x', '', [303, 400]],
    ['a header of 300 KB', 'GET /login', `X: ${'a'.repeat(300_000)}\r\n`, [400, 431]],
    ['1,500 headers', 'GET /login', many, [200, 400, 431]],
    ['an address of 30 KB', `GET /${'a'.repeat(30_000)}`, '', [303, 414, 431]],
    ['bytes that are no text', 'GET /\xff\xfe', 'User-Agent: \xff\x1b\r\n', [303, 400]],
    ['two lengths', 'POST /logout', 'Content-Length: 1\r\nContent-Length: 2\r\n', [400]],
    [
      'a length and pieces',
      'POST /logout',
      'Content-Length: 5\r\nTransfer-Encoding: chunked\r\n',
      [400],
    ],
    [
      'another protocol',
      'GET /login',
      'Upgrade: websocket\r\nSec-WebSocket-Key: x\r\nSec-WebSocket-Version: 13\r\n',
      [200],
    ],
    ['a part of a file', 'GET /favicon.svg', 'Range: bytes=0-5\r\n', [200]],
  ])('%s', async (_, line, headers, statuses) => {
    const { text } = await ask(line, host() + headers)
    expect(statuses).toContain(statusOf(text))
    // What the runtime itself refuses lacks our headers, but has no body for them to guard.
    const isOurs = text.includes("default-src 'none'")
    expect(isOurs || text === '' || text.endsWith('\r\n\r\n'), text).toBe(true)
    expect(await isWell()).toBe(true)
    expect(site().server.output()).not.toMatch(/"level":"(error|fatal)"/)
  })

  test('and what is too long to come back to is not carried along', async () => {
    const answer = await site()
      .visitor()
      .send(`/events?q=${'a'.repeat(2000)}`)
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/login'])
  })
})

describe('a form in parts whose end is missing', () => {
  const border = '----quietowl'
  const part = (name: string, value: string) =>
    `--${border}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`
  async function editing() {
    const owner = site().as(site().seeded.owner)
    const path = `/events/${site().seeded.event.id}/edit`
    const { fields } = (await owner.get(path)).form('event')
    const parts = fields.map(([name, value]) => part(name, name === 'place' ? 'Mill' : value))
    const send = (body: string, type = `multipart/form-data; boundary=${border}`) =>
      owner.post(path, {}, { body, headers: { 'Content-Type': type } })
    return { parts, send }
  }

  test('is refused wherever it breaks off, and taken when it is whole', async () => {
    const { parts, send } = await editing()
    const whole = `${parts.join('')}--${border}--\r\n`
    const cuts = [0, 1, parts[0]?.length ?? 0, parts.slice(0, 3).join('').length]
    for (const cut of [...cuts, whole.length - 4, whole.length - 6, whole.length - border.length])
      expect([cut, (await send(whole.slice(0, cut))).status]).toEqual([cut, 400])
    expect((await send(`${whole}--${border}--x`)).status).toBe(400)
    expect((await send(whole, 'multipart/form-data; boundary=other')).status).toBe(400)
    expect((await send(whole, 'multipart/form-data; boundary=')).status).toBe(400)
    expect((await send(whole, `multipart/form-data; boundary="${border}"`)).status).toBe(303)
  })
})

test('a form that came packed is not read as if it were none', async () => {
  const owner = site().as(site().seeded.owner)
  for (const encoding of ['gzip', 'br', 'identity, gzip', 'x']) {
    const headers = { 'Content-Encoding': encoding }
    expect((await owner.post('/account', { name: 'Olga' }, { headers })).status).toBe(415)
  }
})

describe('the log', () => {
  test('keeps one line of JSON per request, whatever its address and headers contain', async () => {
    const { server } = site()
    const before = server.output().length
    const odd = '%0a%7b%22level%22:%22fatal%22%7d%1b%5b31m%c2%9b31m%e2%80%ae%e2%80%a8'
    await site().visitor().send(`/${odd}`)
    await site().visitor().send(`/Reset-Password/very-secret${odd}`)
    await site()
      .visitor()
      .send('/login', {
        headers: { 'User-Agent': 'x\u009b31m"}', 'X-Forwarded-For': '{"level":"fatal"}' },
      })
    // What the server logs comes through a pipe, later than its answer.
    await vi.waitFor(
      () => expect(server.output().slice(before)).toContain('/Reset-Password/'),
      20_000,
    )
    const lines = server.output().split('\n')
    for (const line of lines.filter(each => each.startsWith('{')))
      expect(() => JSON.parse(line)).not.toThrow()
    expect(lines.filter(line => line.startsWith('{"level":"fatal"'))).toEqual([])
    const logged = lines.filter(line => line.startsWith('{')).join('')
    expect(logged).toContain('31m')
    expect(logged).not.toMatch(/[^\P{C}]|[\u2028\u2029]/u)
    expect(logged).not.toContain('very-secret')
  })
})
