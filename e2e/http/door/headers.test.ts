import { describe, expect, test } from 'vitest'
import { createPerson, testSite } from '../site.ts'

const site = testSite({ seed: async () => ({ member: await createPerson() }) })
const secure = testSite({
  env: { APP_URL: 'https://tickets.example.org' },
  seed: async () => ({ member: await createPerson({ email: 'member@example.org' }) }),
})

describe('every answer carries the headers that protect it', () => {
  test.each([
    ['a page', '/login', 200],
    ['a redirect', '/events', 303],
    ['a static file', '/favicon.svg', 200],
    ['a health check', '/healthz', 200],
    ['a refusal', '/login.data', 404],
  ])('%s', async (_, path, status) => {
    const answer = await site().visitor().send(path)
    expect(answer.status).toBe(status)
    const headers = Object.fromEntries(answer.headers)
    expect(headers).toMatchObject({
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'SAMEORIGIN',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    })
    expect(headers['permissions-policy']).toContain('camera=()')
    expect(headers['x-request-id']).toMatch(/^[\da-f-]{36}$/)
    expect(headers['x-powered-by']).toBeUndefined()
    expect(headers.server).toBeUndefined()
    expect(policyOf(headers['content-security-policy'])).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'form-action': "'self'",
      'base-uri': "'none'",
      'frame-ancestors': "'self'",
    })
    expect(headers['content-security-policy']).not.toMatch(/unsafe|\*|data:|https?:/)
  })

  test('no page has an inline script, style or handler that the policy would stop', async () => {
    const { text } = await site().as(site().seeded.member).get('/events')
    expect(text).not.toMatch(/<script(?![^>]* src=)/)
    expect(text).not.toMatch(/<style|\sstyle=|\son\w+=/)
  })

  test('a page of somebody is kept by nobody, one for all is asked for again, a hashed file lasts a year', async () => {
    const own = await site().as(site().seeded.member).get('/events')
    expect(own.headers.get('cache-control')).toBe('private, no-store')
    const page = await site().visitor().send('/login')
    expect(page.headers.get('cache-control')).toBe('private, no-cache')
    const address = /href="(\/assets\/[^"]+\.css)"/.exec(page.text)?.[1] ?? ''
    const styles = await site().visitor().send(address)
    expect(styles.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
    expect(styles.headers.get('content-type')).toBe('text/css; charset=utf-8')
  })
})

describe('over plain http', () => {
  test('nothing promises https, and the cookie has no prefix that needs it', async () => {
    const visitor = site().visitor()
    const page = await visitor.get('/login')
    expect(page.headers.get('strict-transport-security')).toBeNull()
    await visitor.signIn(site().seeded.member.email, 'a good long password')
    expect([...visitor.cookies.keys()]).toEqual(['session', 'device'])
  })
})

describe('when APP_URL is https', () => {
  test('HSTS is sent, and cookies are bound to the host and to https', async () => {
    const visitor = secure().visitor()
    const page = await visitor.send('/login')
    expect(page.headers.get('strict-transport-security')).toMatch(/max-age=31536000/)
    const answer = await visitor.press(page, {
      form: 'sign-in',
      fields: { email: 'member@example.org', password: 'a good long password' },
    })
    expect(answer.status).toBe(303)
    const cookie = answer.headers.getSetCookie().find(line => line.startsWith('__Host-session='))
    for (const part of ['Path=/', 'HttpOnly', 'Secure', 'SameSite=Lax'])
      expect(cookie).toContain(part)
    expect(cookie).not.toContain('Domain')
  })
})

function policyOf(header = ''): Record<string, string> {
  return Object.fromEntries(
    header.split(';').map(part => {
      const [name = '', ...values] = part.trim().split(' ')
      return [name, values.join(' ')]
    }),
  )
}
