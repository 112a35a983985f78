import { describe, expect, test } from 'vitest'
import type { Page } from '../page.ts'
import { paramsOf, seedRoles, visitorOf } from '../rights/people.ts'
import { type Role, rules } from '../rights/rules.ts'
import { addressOf, builtRoutes } from '../routes.ts'
import { testSite } from '../site.ts'

const site = testSite({ seed: seedRoles, env: { APP_URL: 'https://tickets.example.org' } })
const routes = (await builtRoutes()).filter(({ path }) => path !== '/logout')

const HEADERS = {
  'content-security-policy': expect.stringMatching(/^default-src 'none'; /),
  'strict-transport-security': 'max-age=31536000; includeSubDomains',
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'SAMEORIGIN',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'permissions-policy': expect.stringContaining('camera=()'),
  'x-request-id': expect.stringMatching(/^[\da-f-]{36}$/),
}
const POLICY = {
  ...{ 'default-src': "'none'", 'object-src': "'none'", 'base-uri': "'none'" },
  ...{ 'script-src': "'self'", 'style-src': "'self'", 'img-src': "'self'", 'font-src': "'self'" },
  ...{ 'frame-src': "'self'", 'form-action': "'self'", 'frame-ancestors': "'self'" },
}

function expectGuarded(what: string, { headers }: Page, policy: Record<string, string> = POLICY) {
  const all = Object.fromEntries(headers)
  expect([what, all]).toEqual([what, expect.objectContaining(HEADERS)])
  expect([what, policyOf(all['content-security-policy'])]).toEqual([what, policy])
  for (const name of ['server', 'x-powered-by', 'access-control-allow-origin'])
    expect([what, name, all[name]]).toEqual([what, name, undefined])
}

function policyOf(header = ''): Record<string, string> {
  return Object.fromEntries(
    header.split(';').map(part => {
      const [name = '', ...values] = part.trim().split(' ')
      return [name, values.join(' ')]
    }),
  )
}

/** What a browser would load or run from elsewhere, by itself or after a press. */
function foreignIn(text: string): string[] {
  const inline = text.match(
    /<script(?![^>]*\ssrc="\/assets\/)[^>]*>|<style|\sstyle="|\son\w+="|\ssrcdoc=/g,
  )
  const loaded = [
    ...text.matchAll(/\s(?:src|href|action|formaction|srcset|data|poster)="([^"]*)"/g),
  ]
    .map(([, address]) => address ?? '')
    .filter(address => !/^(\/(?!\/|\\)|\?|#|$)/.test(address))
  const embedded = text.match(/<(object|embed|applet|base|meta http-equiv)[^>]*>/g)
  const framework = text.match(/__remix\w+|modulepreload|rel="prefetch"/g)
  return [...(inline ?? []), ...loaded, ...(embedded ?? []), ...(framework ?? [])]
}

describe('every page', () => {
  test.each(routes)('$path: guarded, and nothing inline or from elsewhere', async route => {
    const address = addressOf(route, paramsOf(site(), route))
    for (const role of ['anonymous', 'member', 'organizer', 'admin'] satisfies Role[]) {
      const what = `${role} ${address}`
      const page = await visitorOf(site(), role).send(address)
      if (route.path.endsWith('/html') && page.status === 200) continue
      expectGuarded(what, page)
      if (!page.headers.get('content-type')?.startsWith('text/html')) continue
      expect([what, foreignIn(page.text)]).toEqual([what, []])
      expect([what, page.headers.get('content-type')?.toLowerCase()]).toEqual([
        what,
        'text/html; charset=utf-8',
      ])
    }
  })

  test('and that is seen where it is not so', () => {
    for (const bad of [
      ...['<script>alert(1)</script>', '<script src="https://cdn.example/x.js">', '<p style="x">'],
      ...[
        '<img src="//evil.example/x.png">',
        '<a href="javascript:x">',
        '<form action="https://x">',
      ],
      ...['<a href="/\\evil.example">', '<body onload="x()">', '<base href="/x">', '<style>'],
    ])
      expect([bad, foreignIn(bad).length]).toEqual([bad, expect.toBeOneOf([1, 2])])
    expect(foreignIn('<a href="/events?page=2#x"> <a href="#main"> <img src="/a.png">')).toEqual([])
  })

  test('no manifest of routes is made by request, however many are asked for', async () => {
    const asked = Array.from({ length: 500 }, (_, at) => `p=/events/${at}/edit`).join('&')
    for (const address of [
      `/__manifest?${asked}`,
      `/__manifest?paths=/a/b/c&version=x`,
      '/__manifest',
    ]) {
      const answer = await visitorOf(site(), 'member').send(address)
      expect([answer.status, answer.headers.get('content-type')]).toEqual([
        404,
        expect.stringContaining('text/html'),
      ])
    }
  })

  test('the styles and the script load nothing from elsewhere', async () => {
    const { text } = await visitorOf(site(), 'anonymous').send('/login')
    const files = [...text.matchAll(/(?:href|src)="(\/assets\/[^"]+)"/g)].map(
      match => match[1] ?? '',
    )
    expect(files.length).toBeGreaterThanOrEqual(2)
    for (const file of files) {
      const got = await visitorOf(site(), 'anonymous').send(file)
      expect(got.text).not.toMatch(
        /url\((?!["']?(\/assets\/|#))|@import|https?:\/\/(?!www\.w3\.org)/,
      )
      expect(got.text).not.toMatch(/\beval\(|new Function|document\.write|innerHTML/)
    }
  })
})

describe('every other kind of answer', () => {
  const kinds: [string, () => Promise<Page>, number[]][] = [
    ['a redirect', () => visitorOf(site(), 'anonymous').send('/events'), [303]],
    ['a redirect after a form', () => visitorOf(site(), 'anonymous').post('/logout'), [303]],
    ['a page that is not there', () => visitorOf(site(), 'member').send('/nowhere'), [404]],
    [
      'a form that came back',
      () => visitorOf(site(), 'member').post('/account', { name: '' }),
      [422],
    ],
    ['a broken form', () => visitorOf(site(), 'member').post('/account', { 'a[0]': 'x' }), [400]],
    [
      'no form',
      () =>
        visitorOf(site(), 'member').post(
          '/account',
          {},
          { body: '{}', headers: { 'Content-Type': 'application/json' } },
        ),
      [415],
    ],
    [
      'a form that is too large',
      () => visitorOf(site(), 'member').post('/account', { name: 'x'.repeat(300_000) }),
      [413],
    ],
    [
      'a form from elsewhere',
      () =>
        visitorOf(site(), 'member').post(
          '/account',
          {},
          { headers: { Origin: 'https://evil.example' } },
        ),
      [403],
    ],
    [
      'another method',
      () => visitorOf(site(), 'member').send('/account', { method: 'DELETE' }),
      [405],
    ],
    ['a dead link', () => visitorOf(site(), 'anonymous').send('/reset-password/nothing'), [410]],
    ['too many tries', tooMany, [429]],
    ['a file', () => visitorOf(site(), 'anonymous').send('/favicon.svg'), [200]],
    [
      'a part of a file',
      () =>
        visitorOf(site(), 'anonymous').send('/favicon.svg', { headers: { Range: 'bytes=0-1' } }),
      [200, 206],
    ],
    ['a table', () => visitorOf(site(), 'admin').send('/events/history.csv'), [200]],
    [
      'a document',
      () => visitorOf(site(), 'member').send(`/events/${site().seeded.drawn.eventId}/draws/1.json`),
      [200],
    ],
    ['a head', () => visitorOf(site(), 'member').send('/events', { method: 'HEAD' }), [200]],
    ['a sign of life', () => visitorOf(site(), 'anonymous').send('/healthz'), [200]],
    ['readiness', () => visitorOf(site(), 'anonymous').send('/readyz'), [200]],
  ]

  test.each(kinds)('%s', async (what, ask, statuses) => {
    const answer = await ask()
    expect([what, answer.status]).toEqual([what, expect.toBeOneOf(statuses)])
    expectGuarded(what, answer)
  })

  test('what has not changed since', async () => {
    for (const address of ['/favicon.svg', '/login', '/events', '/events/history']) {
      const role: Role =
        address === '/events' || address === '/events/history' ? 'member' : 'anonymous'
      const first = await visitorOf(site(), role).send(address)
      const tag = first.headers.get('etag')
      if (!tag) continue
      const again = await visitorOf(site(), role).send(address, {
        headers: { 'If-None-Match': tag },
      })
      expect([address, again.status, again.text]).toEqual([address, 304, ''])
      expectGuarded(`${address} again`, again)
    }
  })

  test('the frame with a mail has its own stricter policy', async () => {
    const answer = await visitorOf(site(), 'admin').send('/admin/mail/mail/html')
    expectGuarded('a mail', answer, {
      ...{ 'default-src': "'none'", 'style-src': "'unsafe-inline'", 'base-uri': "'none'" },
      ...{ 'form-action': "'none'", 'frame-ancestors': "'self'" },
      sandbox: 'allow-popups allow-popups-to-escape-sandbox',
    })
  })

  async function tooMany(): Promise<Page> {
    let answer: Page | undefined
    for (let tries = 0; tries < 7; tries += 1)
      answer = await visitorOf(site(), 'anonymous').post('/forgot-password', {
        email: 'x@example.org',
        link: 'sign-in',
      })
    return answer as Page
  }
})

describe('what of an answer may be kept', () => {
  test('nothing that is somebody’s, wherever it comes from', async () => {
    for (const route of routes) {
      if (rules[route.path] === 'anybody') continue
      const answer = await visitorOf(site(), 'admin').send(
        addressOf(route, paramsOf(site(), route)),
      )
      const kept = answer.headers.get('cache-control') ?? ''
      expect([route.path, kept]).toEqual([
        route.path,
        expect.stringMatching(/no-store|private, no-cache/),
      ])
    }
  })
})
