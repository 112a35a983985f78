import { describe, expect, test } from 'vitest'
import { testSite } from '../site.ts'
import { sendRaw, statusOf } from './raw.ts'

/** Told apart by network, as behind a proxy. */
const site = testSite({ env: { TRUSTED_PROXIES: '1' } })
const FORM = 'application/x-www-form-urlencoded'

async function post(
  body: string | Uint8Array | ReadableStream,
  headers: Record<string, string> = {},
  path = '/login',
) {
  const { url } = site().server
  return fetch(url + path, {
    method: 'POST',
    headers: { Origin: url, 'Content-Type': FORM, ...headers },
    body: body as BodyInit,
    redirect: 'manual',
    ...(body instanceof ReadableStream && { duplex: 'half' }),
  } as RequestInit)
}

async function isWell(): Promise<boolean> {
  return (await fetch(`${site().server.url}/readyz`)).ok
}

describe('a body that is too large is cut off with a page', () => {
  test('when its length says so', async () => {
    const answer = await post(`email=${'a'.repeat(300_000)}`)
    expect(answer.status).toBe(413)
    expect(await answer.text()).toContain('Too large')
  })

  test('when it comes in pieces without a length', async () => {
    let sent = 0
    const endless = new ReadableStream({
      pull(controller) {
        sent += 16_384
        if (sent > 50_000_000) controller.close()
        else controller.enqueue(new TextEncoder().encode('a'.repeat(16_384)))
      },
    })
    const status = await post(endless).then(
      answer => answer.status,
      () => 413, // The server may hang up before the client has stopped sending.
    )
    expect(status).toBe(413)
    expect(sent).toBeLessThan(20_000_000)
    expect(await isWell()).toBe(true)
  })

  test('when its length lies', async () => {
    const { host } = new URL(site().server.url)
    const head = `POST /login HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${site().server.url}\r\nContent-Type: ${FORM}\r\nConnection: close\r\n`
    const { text } = await sendRaw(
      site().server.url,
      [{ text: `${head}Content-Length: 99999999\r\n\r\nemail=a` }],
      5000,
    )
    expect(statusOf(text)).toBe(413)
  })
})

describe('a body that is no form is refused', () => {
  test.each([
    ['JSON', 'application/json', '{"email":"a"}'],
    ['JSON in disguise', 'application/vnd.api+json', '{}'],
    ['plain text, as a form of another site can send', 'text/plain', 'email=a'],
    ['XML', 'application/xml', '<a/>'],
    ['bytes', 'application/octet-stream', 'x'],
  ])('%s', async (_, type, body) => {
    const answer = await post(body, { 'Content-Type': type })
    expect(answer.status).toBe(415)
    expect(await answer.text()).toContain('This page only accepts forms')
  })
})

describe('a form that cannot be read is a 400 page, never a 500', () => {
  const many = Array.from({ length: 1001 }, (_, i) => `f${i}=1`).join('&')
  test.each<[string, string, Record<string, string>]>([
    ['more fields than any page has', many, {}],
    ['one name many times over', 'email=a&'.repeat(20_000).slice(0, -1), {}],
    ['an indexed list', 'list[20000]=1', {}],
    ['a path into an object', 'a.b.c=1', {}],
    ["the framework's own names", '__intent__=x&email=a', {}],
    ["the framework's own names with broken JSON", '__state__={', {}],
    ['a name that is a property of every object', '__proto__=1', {}],
    ['a multipart body without its boundary', 'x', { 'Content-Type': 'multipart/form-data' }],
  ])('%s', async (_, body, headers) => {
    const started = Date.now()
    const answer = await post(body, headers)
    expect(answer.status).toBe(400)
    expect(await answer.text()).toContain('did not arrive complete')
    expect(Date.now() - started).toBeLessThan(3000)
  })
})

test.each([
  [
    'parts',
    'multipart/form-data; boundary=b',
    '--b\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n',
    '--b--\r\n',
  ],
  ['fields', FORM, 'a&', 'a'],
])('a body of far too many %s is refused before it is whole', async (_, type, field, end) => {
  let sent = 0
  const endless = new ReadableStream({
    async pull(controller) {
      // One piece per turn, so that the answer can come between them.
      await new Promise(resolve => setTimeout(resolve, 5))
      sent += 65_536
      if (sent < 1_900_000)
        controller.enqueue(new TextEncoder().encode(field.repeat(65_536 / field.length)))
      else {
        controller.enqueue(new TextEncoder().encode(end))
        controller.close()
      }
    },
  })
  const status = await post(endless, { 'Content-Type': type }, '/verify').then(
    answer => answer.status,
    () => 400, // The server may hang up before the client has stopped sending.
  )
  expect(status).toBe(400)
  expect(sent).toBeLessThan(1_900_000)
  expect(await isWell()).toBe(true)
})

describe('broken text in a field gets a message beside the field', () => {
  test.each<[string, string, string?]>([
    ['a lone percent sign', 'email=%&password=%zz'],
    ['bytes that are no UTF-8', 'email=%ff%fe&password=%c3%28'],
    ['a zero byte', 'email=a%00b&password=c%00d'],
    ['half a surrogate pair', 'email=%ed%a0%80&password=x'],
    ['nothing at all', ''],
    ['only separators', '&&&==&='],
    [
      'a multipart body that ends early',
      '--b\r\nContent-Disposition: form-data; name="email"\r\n\r\nabc',
      'multipart/form-data; boundary=b',
    ],
  ])('%s', async (_, body, type = FORM) => {
    const answer = await post(body, { 'Content-Type': type })
    expect([400, 422]).toContain(answer.status)
    expect(answer.headers.get('content-type')).toContain('text/html')
  })
})

test('a body that trickles in is cut off, and holds nobody up', async () => {
  const { host } = new URL(site().server.url)
  const head = `POST /login HTTP/1.1\r\nHost: ${host}\r\nOrigin: ${site().server.url}\r\nContent-Type: ${FORM}\r\nContent-Length: 1000\r\n\r\n`
  const slow = sendRaw(
    site().server.url,
    [{ text: head }, ...Array.from({ length: 20 }, () => ({ text: 'a', pauseBefore: 1000 }))],
    25_000,
  )
  expect(await isWell()).toBe(true)
  const { isClosed, text, ms } = await slow
  expect(statusOf(text)).toBe(408)
  expect(text).toMatch(/^connection: close/im)
  // Deno answers in time but keeps reading from the connection until the sender gives up.
  if (process.env.RUNTIME === 'node')
    expect({ isClosed, inTime: ms < 20_000 }).toEqual({ isClosed: true, inTime: true })
})

/** A body that stops before its end, and is held until the sender gives up after four seconds. */
function sendAlmost(path: string, body: string, network: string) {
  const { url } = site().server
  const head = `POST ${path} HTTP/1.1\r\nHost: ${new URL(url).host}\r\nOrigin: ${url}\r\nX-Forwarded-For: ${network}\r\nContent-Type: ${FORM}\r\nContent-Length: ${body.length + 9}\r\n\r\n`
  return sendRaw(url, [{ text: head }, { text: body }], 4000)
}

test('bodies that together are too much are refused for a while, and leave room again', async () => {
  const body = `document=${'a'.repeat(1_900_000)}`
  // Three of each network, which is within the share of one.
  const sent = await Promise.all(
    Array.from({ length: 24 }, (_, i) => sendAlmost('/verify', body, `203.0.113.${i % 8}`)),
  )
  const statuses = sent.map(({ text }) => statusOf(text))
  const refused = statuses.filter(status => status === 503)
  // 32 MiB hold seventeen of them at most; those wait for the rest of a body that never comes.
  const waiting = statuses.filter(status => status === 0)
  expect(refused.length).toBeGreaterThanOrEqual(7)
  expect(waiting.length).toBeGreaterThan(0)
  expect(refused.length + waiting.length).toBe(24)
  expect(sent.find(({ text }) => statusOf(text) === 503)?.text).toMatch(/retry-after: 5\r\n/i)
  expect(await isWell()).toBe(true)
  // A form without a file has its own room, even while the other is full; and everybody who left freed theirs.
  const again = await post(body, {}, '/verify')
  expect(again.status).toBe(200)
})

const SHARE = 8 * 1024 * 1024

test.each([
  ['forms with a file', '/verify', 1_900_000, 24],
  ['forms', '/login', 250_000, 140],
])(
  'a network that fills its share with %s keeps no other network out',
  async (_, path, size, many) => {
    const body = `email=${'a'.repeat(size)}`
    const flood = Promise.all(
      Array.from({ length: many }, () => sendAlmost(path, body, '203.0.113.1')),
    )
    // By then all of them have come, and none has given up yet.
    await new Promise(resolve => setTimeout(resolve, 2000))
    const other = await post(body, { 'X-Forwarded-For': '198.51.100.7' }, path)
    // The page has read it, and misses other fields.
    expect(other.status).toBe(422)
    const statuses = (await flood).map(({ text }) => statusOf(text))
    const waiting = statuses.filter(status => status === 0).length
    expect(statuses.filter(status => status === 503).length).toBe(many - waiting)
    expect(waiting).toBeGreaterThan(0)
    expect(waiting * body.length).toBeLessThanOrEqual(SHARE)
  },
)
