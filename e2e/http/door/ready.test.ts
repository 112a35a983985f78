import { describe, expect, test } from 'vitest'
import { createPerson, testSite } from '../site.ts'

const site = testSite({ seed: async () => ({ member: await createPerson() }) })
const ask = (path: string, headers: Record<string, string> = {}, method = 'GET') =>
  fetch(site().server.url + path, { method, headers, redirect: 'manual' })

async function stylesheet(): Promise<string> {
  const page = await (await ask('/login')).text()
  return /href="(\/assets\/[^"]+\.css)"/.exec(page)?.[1] ?? ''
}

describe('a page that says the same to everybody', () => {
  test('is sent again only when it has changed', async () => {
    const first = await ask('/login')
    const etag = first.headers.get('etag') ?? ''
    expect(etag).toMatch(/^"[\w-]+"$|^"[\w-]+-gzip"$/)
    const again = await ask('/login', { 'If-None-Match': etag })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('content-security-policy')).toContain("default-src 'none'")
    expect((await ask('/login', { 'If-None-Match': '"another"' })).status).toBe(200)
  })

  test('is packed for who understands it, and says the same', async () => {
    const plain = await ask('/login', { 'Accept-Encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    const refused = await ask('/login', { 'Accept-Encoding': 'gzip;q=0' })
    expect(refused.headers.get('content-encoding')).toBeNull()
    const packed = await ask('/login', { 'Accept-Encoding': 'gzip, br' })
    expect(packed.headers.get('content-encoding')).toBe('gzip')
    expect(packed.headers.get('etag')).not.toBe(plain.headers.get('etag'))
    expect(await packed.text()).toBe(await plain.text())
  })

  test('is another for who has a session or brings a question', async () => {
    const { cookie } = site().seeded.member
    const signedIn = await ask('/login', { cookie })
    expect([signedIn.status, signedIn.headers.get('location')]).toEqual([303, '/events'])
    expect(await (await ask('/verify', { cookie })).text()).toContain('Sign out')
    expect(await (await ask('/verify')).text()).not.toContain('Sign out')
    expect(await (await ask('/login?returnTo=/events')).text()).toContain('value="/events"')
    expect((await ask('/login')).headers.get('vary')).toMatch(/cookie/i)
  })

  test('has another request id each time, whatever is answered', async () => {
    const etag = (await ask('/login')).headers.get('etag') ?? ''
    const ids = []
    for (const [headers, method] of [
      [{}, 'GET'],
      [{}, 'GET'],
      [{}, 'HEAD'],
      [{ 'If-None-Match': etag }, 'GET'],
      [{ 'If-None-Match': etag }, 'GET'],
    ] satisfies [Record<string, string>, string][])
      ids.push((await ask('/login', headers, method)).headers.get('x-request-id'))
    expect(new Set(ids).size).toBe(5)
    for (const id of ids) expect(id).toMatch(/^[\da-f-]{36}$/)
  })

  test('has a head without a body, and takes no post from this shelf', async () => {
    const head = await ask('/login', {}, 'HEAD')
    expect([head.status, await head.text()]).toEqual([200, ''])
    expect(Number(head.headers.get('content-length'))).toBeGreaterThan(500)
    expect((await ask('/login', {}, 'POST')).status).toBe(403)
  })
})

test('a file is packed once, and not sent again to who has it', async () => {
  const address = await stylesheet()
  const packed = await ask(address, { 'Accept-Encoding': 'gzip' })
  expect(packed.headers.get('content-encoding')).toBe('gzip')
  const plain = await ask(address, { 'Accept-Encoding': 'identity' })
  expect(await packed.text()).toBe(await plain.text())
  const etag = plain.headers.get('etag') ?? ''
  expect(
    (await ask(address, { 'If-None-Match': etag, 'Accept-Encoding': 'identity' })).status,
  ).toBe(304)
})

test('a page of one member is packed too, and kept by nobody', async () => {
  const { cookie } = site().seeded.member
  const page = await ask('/events', { cookie, 'Accept-Encoding': 'gzip' })
  expect(page.headers.get('content-encoding')).toBe('gzip')
  expect(page.headers.get('vary')).toMatch(/accept-encoding/i)
  expect(page.headers.get('cache-control')).toBe('private, no-store')
  expect(await page.text()).toContain('</html>')
})
