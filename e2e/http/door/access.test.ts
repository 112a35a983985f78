import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { createPerson, PASSWORD, testSite } from '../site.ts'

/** Every address that answers without a session. A new route is listed here or is closed. */
const PUBLIC = [
  '/login',
  '/logout',
  '/forgot-password',
  '/reset-password/:token',
  '/sign-in/:token',
  '/set-up/:token',
  '/verify',
  // Its address is the secret; a wrong one answers 404.
  '/calendar/:calendarToken.ics',
]

const site = testSite({
  seed: async () => ({
    member: await createPerson({ email: 'member@example.org' }),
    organizer: await createPerson({ role: 'organizer' }),
    novice: await createPerson({ mustChangePassword: true, email: 'novice@example.org' }),
  }),
})

type Route = { id: string; parentId?: string; path?: string; index?: boolean }

/** All routes, from the list that the framework built. */
function addresses(): string[] {
  const folder = 'build/client/assets'
  const file = readdirSync(folder).find(name => name.startsWith('manifest-')) ?? ''
  const text = readFileSync(`${folder}/${file}`, 'utf8')
  const { routes } = JSON.parse(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1))
  const all = Object.values(routes as Record<string, Route>).filter(route => route.id !== 'root')
  return [...new Set(all.map(route => `/${route.path ?? ''}`))].sort()
}

const sample = (address: string) =>
  address
    .replace(/:number/, '1')
    .replace(/:\w+/g, 'abcdefghjkmn')
    .replace(/\?$/, '')

test('the list of routes is really there', () => {
  expect(addresses().length).toBeGreaterThan(20)
  for (const address of PUBLIC) expect(addresses()).toContain(address)
})

describe('without a session', () => {
  test.each(addresses().filter(address => !PUBLIC.includes(address)))(
    '%s leads to sign-in, for reading and for writing',
    async address => {
      const visitor = site().visitor()
      for (const page of [
        await visitor.send(sample(address)),
        await visitor.post(sample(address)),
      ]) {
        expect(page.status).toBe(303)
        expect(page.headers.get('location')).toMatch(/^\/login(\?returnTo=%2F.*)?$/)
        expect(page.text).toBe('')
      }
    },
  )

  test.each(PUBLIC)('%s says nothing about anybody', async address => {
    const page = await site().visitor().get(sample(address))
    expect(page.status).toBeLessThan(500)
    expect(page.text).not.toMatch(/member@example\.org|Person \d/)
  })

  test.each([
    '/EVENTS',
    '/events/',
    '//events',
    '/events/%2e%2e/admin',
    '/admin;x',
    '/Admin/users',
    '/login/../admin',
  ])('no spelling of an address slips by: %s', async address => {
    const visitor = site().visitor()
    const page = await visitor.follow(await visitor.send(site().server.url + address))
    expect(page.text).not.toMatch(/<h1>(Events|Admin|People)/)
    expect([200, 404]).toContain(page.status)
    if (page.status === 200) expect(page.heading).toBe('Sign in to see this page')
  })
})

describe('a member', () => {
  test.each(addresses().filter(address => address.startsWith('/admin')))(
    'sees nothing at %s',
    async address => {
      const member = site().as(site().seeded.member)
      expect((await member.send(sample(address))).status).toBe(404)
      expect([404, 405]).toContain((await member.post(sample(address), { intent: 'x' })).status)
      const organizer = site().as(site().seeded.organizer)
      expect((await organizer.send(sample(address))).status).toBe(404)
    },
  )
})

describe('who must choose a new password', () => {
  test.each(
    addresses().filter(address => !PUBLIC.includes(address) && address !== '/account/password'),
  )('gets no further than that: %s', async address => {
    const novice = site().as(site().seeded.novice)
    for (const page of [await novice.send(sample(address)), await novice.post(sample(address))]) {
      expect(page.status).toBe(303)
      expect(page.headers.get('location')).toBe('/account/password')
    }
  })

  test('is led there by signing in, and may sign out', async () => {
    const novice = site().visitor()
    const page = await novice.signIn('novice@example.org', PASSWORD)
    expect(new URL(page.url).pathname).toBe('/account/password')
    expect((await novice.post('/logout')).status).toBe(303)
    expect((await novice.get('/account/password')).heading).toBe('Sign in to see this page')
  })
})

describe('signing in', () => {
  test.each([
    ['/events/history', '/events/history'],
    ['/events/history?year=2026', '/events/history?year=2026'],
    ['//evil.example', '/events'],
    ['/\\evil.example', '/events'],
    ['https://evil.example', '/events'],
    ['javascript:alert(1)', '/events'],
    ['/%5Cevil.example/..//x', '/%5Cevil.example/..//x'],
    ['/.//evil.example', '/events'],
    ['\t//evil.example', '/events'],
    ['/login', '/events'],
    ['', '/events'],
  ])('with the return address %j leads to a page of ours', async (returnTo, target) => {
    const visitor = site().visitor()
    // The limits count a client's address, and this server trusts no proxy to name another.
    const answer = await visitor.post('/login', {
      email: 'member@example.org',
      password: PASSWORD,
      returnTo,
    })
    expect(answer.status).toBe(303)
    const location = answer.headers.get('location') ?? ''
    expect(new URL(location, site().server.url).origin).toBe(site().server.url)
    expect(location).not.toMatch(/^(\/\/|\/\\)/)
    if (!target.includes('%5C')) expect(location).toBe(target)
  })

  test('gives a new session, and a link cannot end it', async () => {
    const visitor = site().as(site().seeded.member)
    await visitor.get('/logout')
    expect((await visitor.send('/events')).status).toBe(200)
  })

  test('a cookie that was changed, made up, or is too long is no session', async () => {
    const visitor = site().as(site().seeded.member)
    const value = visitor.cookies.get('session') ?? ''
    for (const forged of [
      `${value}x`,
      value.slice(0, -3),
      'null',
      'e30',
      value.split('.')[0] ?? '',
      'x'.repeat(6000),
    ]) {
      visitor.cookies.set('session', forged)
      expect((await visitor.send('/events')).status).toBe(303)
    }
  })
})
