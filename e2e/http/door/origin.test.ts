import { describe, expect, test } from 'vitest'
import { testSite } from '../site.ts'

const APP_URL = 'https://tickets.example.org'
const site = testSite({ env: { APP_URL } })

/** A post that changes nothing of anybody's; 303 means that the door let it through. */
async function knock(headers: Record<string, string>, path = '/logout') {
  const { url } = site().server
  const body = new URLSearchParams({ a: 'b' })
  return fetch(url + path, { method: 'POST', headers, body, redirect: 'manual' })
}

describe('a form of ours is let in', () => {
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
    expect(await answer.text()).toContain('Not from here')
  })

  test('whatever address it asks for, also one that only answers data', async () => {
    for (const path of ['/login', '/events', '/nowhere', '/login?index', '/healthz-not'])
      expect((await knock({ Origin: 'https://evil.example' }, path)).status).toBe(403)
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
