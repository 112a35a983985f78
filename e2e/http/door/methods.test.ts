import { request } from 'node:http'
import { gunzipSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { createPerson, testSite } from '../site.ts'
import { sendRaw, statusOf } from './raw.ts'

const site = testSite({ seed: async () => ({ member: await createPerson() }) })

describe('errors wear our dress', () => {
  test.each([
    ['an unknown page', 'GET', '/nowhere', 404],
    ['an unknown file', 'GET', '/assets/nothing.css', 404],
    ['DELETE', 'DELETE', '/events', 405],
    ['PUT', 'PUT', '/login', 405],
    ['PATCH', 'PATCH', '/login', 405],
    ['OPTIONS', 'OPTIONS', '/login', 405],
    ['a post to a page without a form', 'POST', '/events', 405],
  ])('%s', async (_, method, path, status) => {
    const visitor = site().as(site().seeded.member)
    const page = await visitor.send(path, { method, headers: { Origin: site().server.url } })
    expect(page.status).toBe(status)
    expect(page.headers.get('content-type')).toMatch(/^text\/html/i)
    expect(page.text).toMatch(/<link rel="stylesheet" href="\/assets\/[^"]+\.css"/)
    expect(page.text).toContain('error-page')
    expect(page.heading).not.toBe('')
    // The bare server has no name of the app at hand.
    expect([page.heading, `${page.heading} – Ticket Allocation`]).toContain(page.title)
    expect(page.text).not.toMatch(/\bat \w+ \(|node_modules|Error:/)
  })

  test('TRACE is not supported', async () => {
    const { host } = new URL(site().server.url)
    const { text } = await sendRaw(site().server.url, [
      { text: `TRACE / HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n` },
    ])
    expect([405, 501, 400]).toContain(statusOf(text))
    expect(text).not.toContain('Connection: close\r\n\r\nTRACE')
  })
})

describe('HEAD', () => {
  test.each(['/login', '/favicon.svg', '/healthz', '/events'])(
    '%s answers like GET, without the body',
    async path => {
      const visitor = site().as(site().seeded.member)
      const got = await visitor.send(path)
      const head = await visitor.send(path, { method: 'HEAD' })
      expect(head.status).toBe(got.status)
      expect(head.text).toBe('')
      expect(head.headers.get('content-type')).toBe(got.headers.get('content-type'))
    },
  )
})

describe('odd addresses', () => {
  test.each([
    '/%',
    '/%ff',
    '/events/%00',
    '/..%2f..%2fetc%2fpasswd',
    '/assets/../../package.json',
    '/.env',
    '/.git/config',
    '/build/server/node.js',
    '/%2e%2e/package.json',
    `/${'a'.repeat(5000)}`,
    '//evil.example/login',
    '/events?page=%',
  ])('%s is a page, not a failure', async path => {
    const { status, body } = await rawGet(path)
    expect([200, 303, 400, 404, 414]).toContain(status)
    expect(body).not.toMatch(/"dependencies"|root:|SECRET_KEY/)
    expect(status).not.toBe(200)
  })
})

describe('compression', () => {
  test('pages and styles are packed for those who ask', async () => {
    const { headers, raw } = await rawGet('/login', { 'accept-encoding': 'gzip' })
    expect(headers['content-encoding']).toBe('gzip')
    expect(headers.vary).toMatch(/accept-encoding/i)
    expect(gunzipSync(raw).toString()).toContain('<h1>Sign in</h1>')
  })

  test('and not for those who do not', async () => {
    const { headers, body } = await rawGet('/login')
    expect(headers['content-encoding']).toBeUndefined()
    expect(body).toContain('<h1>Sign in</h1>')
  })
})

test('no page ships React: only our one module, and no framework data', async () => {
  const page = await site().as(site().seeded.member).get('/events')
  const scripts = [...page.text.matchAll(/<script[^>]*src="([^"]+)"/g)].map(match => match[1] ?? '')
  expect(scripts.length).toBeLessThanOrEqual(1)
  for (const script of scripts) {
    expect(script).toMatch(/^\/assets\/enhance-/)
    expect((await site().visitor().send(script)).text).not.toMatch(/react|__remix/i)
  }
  expect(page.text).not.toMatch(/__remixContext|modulepreload|hydrate/)
})

/** The path exactly as given; fetch would tidy it up. */
function rawGet(path: string, headers: Record<string, string> = {}) {
  const { hostname, port } = new URL(site().server.url)
  return new Promise<{
    status: number
    headers: Record<string, unknown>
    raw: Buffer
    body: string
  }>((resolve, reject) => {
    const asked = request({ hostname, port, path, headers }, answer => {
      const chunks: Buffer[] = []
      answer.on('data', chunk => chunks.push(chunk))
      answer.on('end', () => {
        const raw = Buffer.concat(chunks)
        resolve({
          status: answer.statusCode ?? 0,
          headers: answer.headers,
          raw,
          body: raw.toString(),
        })
      })
    })
    asked.on('error', reject)
    asked.end()
  })
}
