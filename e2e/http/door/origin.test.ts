import { networkInterfaces } from 'node:os'
import { describe, expect, test, vi } from 'vitest'
import { createPerson, PASSWORD, type Site, testSite } from '../site.ts'
import { Visitor } from '../visitor.ts'
import { sendRaw, statusOf } from './raw.ts'

const APP_URL = 'https://tickets.example.org'
const site = testSite({ env: { APP_URL } })
const plain = testSite({ seed: async () => ({ member: await createPerson() }) })
const proxied = testSite({ env: { APP_URL, TRUSTED_PROXIES: '1' } })

/** The same server by the IP address of this machine, as a phone in the office would reach it. */
async function networkAddress(url: string): Promise<string | undefined> {
  const found = Object.values(networkInterfaces())
    .flat()
    .find(each => each?.family === 'IPv4' && !each.internal)
  return found && `http://${found.address}:${new URL(url).port}`
}

/** A post that changes nothing; 303 means that the door let it through. */
async function knock(headers: Record<string, string>, path = '/logout') {
  const { url } = site().server
  const body = new URLSearchParams({ a: 'b' })
  return fetch(url + path, { method: 'POST', headers, body, redirect: 'manual' })
}

describe('our own form is let in', () => {
  test.each([
    ['a browser of today', { 'Sec-Fetch-Site': 'same-origin', Origin: APP_URL }],
    [
      'a person who pressed reload or typed the address',
      { 'Sec-Fetch-Site': 'none', Origin: 'null' },
    ],
    ['an older browser, by Origin alone', { Origin: APP_URL }],
    [
      'one that says same-origin while a proxy changed Origin',
      { 'Sec-Fetch-Site': 'same-origin', Origin: 'null' },
    ],
  ])('%s', async (_, headers) => {
    expect((await knock(headers)).status).toBe(303)
  })
})

describe('a form of anybody else is not', () => {
  test.each<[string, Record<string, string>]>([
    ['no origin at all', {}],
    ['the opaque origin', { Origin: 'null' }],
    ['an empty origin', { Origin: '' }],
    ['another site', { Origin: 'https://evil.example' }],
    ['a look-alike host behind ours', { Origin: 'https://tickets.example.org.evil.example' }],
    ['a look-alike host before ours', { Origin: 'https://eviltickets.example.org' }],
    ['a subdomain of ours', { Origin: 'https://x.tickets.example.org' }],
    ['the parent domain', { Origin: 'https://example.org' }],
    ['our host by plain http', { Origin: 'http://tickets.example.org' }],
    ['our host at another port', { Origin: 'https://tickets.example.org:8443' }],
    ['our name as a user of another host', { Origin: 'https://tickets.example.org@evil.example' }],
    ['ours in capitals with a path', { Origin: 'https://TICKETS.example.org/x' }],
    ['a cross-site post', { 'Sec-Fetch-Site': 'cross-site', Origin: 'https://evil.example' }],
    ['a cross-site post with our origin', { 'Sec-Fetch-Site': 'cross-site', Origin: APP_URL }],
    [
      'a post of a sister domain',
      { 'Sec-Fetch-Site': 'same-site', Origin: 'https://www.example.org' },
    ],
    [
      'a word that no browser says',
      { 'Sec-Fetch-Site': 'same-origin, cross-site', Origin: APP_URL },
    ],
    [
      'another site with a forged forwarded host',
      { Origin: 'https://evil.example', 'X-Forwarded-Host': 'evil.example' },
    ],
    ['another site with a forged host', { Origin: 'https://evil.example', Host: 'evil.example' }],
    [
      'a forwarded host alone',
      { 'X-Forwarded-Host': 'tickets.example.org', 'X-Forwarded-Proto': 'https' },
    ],
    ['a referrer alone', { Referer: `${APP_URL}/login` }],
  ])('%s', async (_, headers) => {
    const answer = await knock(headers)
    expect(answer.status).toBe(403)
    const page = await answer.text()
    expect(page).toContain('This page was opened at a different address')
    expect(page).toContain(`<a href="${APP_URL}">`)
    expect(page).toContain('set APP_URL to the address')
  })

  test('whatever address it asks for, also one that only answers data', async () => {
    for (const path of ['/login', '/events', '/nowhere', '/login?index', '/healthz-not'])
      expect((await knock({ Origin: 'https://evil.example' }, path)).status).toBe(403)
  })
})

describe('at another name of this machine', () => {
  const NAME = 'tickets.lan:5000'

  /** In raw bytes: fetch may not choose its Host. */
  async function knockAs(to: Site<unknown>, headers: Record<string, string>) {
    const lines = Object.entries({ Host: NAME, ...headers }).map(pair => pair.join(': '))
    const head = `POST /logout HTTP/1.1\r\n${lines.join('\r\n')}\r\nConnection: close\r\n`
    const type = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 3\r\n\r\na=b'
    return statusOf((await sendRaw(to.server.url, [{ text: head + type }])).text)
  }

  test.each<[string, Record<string, string>, number]>([
    ['its own forms are let in', { Origin: `http://${NAME}` }, 303],
    [
      'also when it is written in capitals',
      { Origin: `http://${NAME}`, Host: 'Tickets.LAN:5000' },
      303,
    ],
    ['also at the port that nobody writes', { Origin: 'http://tickets', Host: 'tickets:80' }, 303],
    ['also by number', { Origin: 'http://[::1]:5000', Host: '[::1]:5000' }, 303],
    ['those of another port are not', { Origin: 'http://tickets.lan' }, 403],
    ['those of another scheme are not', { Origin: `https://${NAME}` }, 403],
    ['those of another name are not', { Origin: 'http://evil.example' }, 403],
    [
      'what a stranger says was forwarded counts for nothing',
      { Origin: 'http://evil.example', 'X-Forwarded-Host': 'evil.example' },
      403,
    ],
    ['nor does it as a scheme', { Origin: `https://${NAME}`, 'X-Forwarded-Proto': 'https' }, 403],
    [
      'what the browser says of the site comes first',
      { Origin: `http://${NAME}`, 'Sec-Fetch-Site': 'cross-site' },
      403,
    ],
    ['a Host that is none helps nobody', { Origin: 'http://', Host: '' }, 403],
  ])('%s', async (_, headers, status) => {
    expect(await knockAs(plain(), headers)).toBe(status)
  })

  test.each<[string, Record<string, string>, number]>([
    [
      'the address that the proxy was asked for',
      {
        Origin: 'https://other.example',
        'X-Forwarded-Host': 'other.example',
        'X-Forwarded-Proto': 'https',
      },
      303,
    ],
    [
      'only what the trusted proxy itself added',
      {
        Origin: 'https://evil.example',
        'X-Forwarded-Host': 'evil.example, other.example',
        'X-Forwarded-Proto': 'https',
      },
      403,
    ],
    [
      'Host where the proxy hands it on',
      { Origin: `https://${NAME}`, 'X-Forwarded-Proto': 'https' },
      303,
    ],
    [
      'not a scheme that is none',
      {
        Origin: 'file://other.example',
        'X-Forwarded-Host': 'other.example',
        'X-Forwarded-Proto': 'file',
      },
      403,
    ],
  ])('behind a proxy that is trusted it is %s', async (_, headers, status) => {
    expect(await knockAs(proxied(), headers)).toBe(status)
  })

  test('nobody is let in by plain http where cookies are made for https, and the page says where to go', async () => {
    expect(await knockAs(site(), { Origin: `http://${NAME}` })).toBe(403)
    const logged = `"expected":"${APP_URL}","setting":"APP_URL"`
    await vi.waitFor(() => expect(site().server.output()).toContain(logged), 20_000)
  })

  test('signing in works there, and stays there', async () => {
    const { member } = plain().seeded
    const at = (await networkAddress(plain().server.url)) ?? plain().server.url
    const phone = new Visitor(at, at)
    const page = await phone.get('/login')
    const answer = await phone.press(page, {
      form: 'sign-in',
      fields: { email: member.email, password: PASSWORD },
    })
    expect([answer.status, answer.headers.get('location')]).toEqual([303, '/events'])
    expect((await phone.send('/events')).status).toBe(200)
  })
})

test('links and redirects never follow Host or a forwarded host', async () => {
  const headers = {
    Host: 'evil.example',
    'X-Forwarded-Host': 'evil.example',
    'X-Forwarded-Proto': 'http',
  }
  const answer = await fetch(`${site().server.url}/events`, { headers, redirect: 'manual' })
  expect(answer.headers.get('location')).toBe('/login?returnTo=%2Fevents')
  const page = await fetch(`${site().server.url}/login`, { headers })
  expect(await page.text()).not.toContain('evil.example')
})

test('the data requests of the framework, which skip its own check, are not answered', async () => {
  for (const path of [
    '/login?_data=routes%2Flogin',
    '/events?_data=',
    '/login.data',
    '/_root.data',
    '/__manifest?p=/',
  ]) {
    const got = await fetch(site().server.url + path, { redirect: 'manual' })
    const posted = await knock({ Origin: APP_URL }, path)
    expect([path, got.status === 200, posted.status === 200]).toEqual([path, false, false])
  }
  expect((await fetch(`${site().server.url}/login?_data=routes%2Flogin`)).status).toBe(404)
})
