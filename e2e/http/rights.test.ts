import { createClient } from '@libsql/client'
import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { issueToken } from '#app/models/token.server.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { hashTables } from './database.ts'
import type { Page } from './page.ts'
import { addressOf, builtRoutes, type Route } from './routes.ts'
import { createPerson, testSite } from './site.ts'
import type { Fields, Visitor } from './visitor.ts'

const roles = [
  ...(['anonymous', 'member', 'other member', 'organizer', 'other organizer', 'admin'] as const),
  ...(['deactivated', 'must change password'] as const),
]
type Role = (typeof roles)[number]

const everybody: Role[] = ['member', 'other member', 'organizer', 'other organizer', 'admin']
/** Who gets in, of those who are signed in and have a password of their own. */
const who = {
  'the signed in': everybody,
  'who sees the event': everybody,
  'who has asked': ['member'],
  organizers: ['organizer', 'other organizer', 'admin'],
  'who manages the event': ['organizer', 'admin'],
  admins: ['admin'],
} satisfies Record<string, Role[]>
type Rule = keyof typeof who | 'anybody' | 'the signed in, also to choose a password'

/** Who may go where. A route that does not stand here fails the test. */
const rules: Record<string, Rule> = {
  '/login': 'anybody',
  '/logout': 'anybody',
  '/forgot-password': 'anybody',
  '/reset-password/:token': 'anybody',
  '/sign-in/:token': 'anybody',
  '/set-up/:token': 'anybody',
  '/verify': 'anybody',
  '/': 'the signed in',
  '/account': 'the signed in',
  '/account/password': 'the signed in, also to choose a password',
  '/account/sessions': 'the signed in',
  '/account/fairness': 'the signed in',
  '/events': 'the signed in',
  '/events/history': 'the signed in',
  '/events/history.csv': 'the signed in',
  '/events/new': 'organizers',
  '/events/:eventId': 'who sees the event',
  '/events/:eventId/request': 'who sees the event',
  '/events/:eventId/request/withdrawal': 'who has asked',
  '/events/:eventId/why': 'who sees the event',
  '/events/:eventId/draws': 'who sees the event',
  '/events/:eventId/draws/:number': 'who sees the event',
  '/events/:eventId/draws/:number.json': 'who sees the event',
  '/events/:eventId/draws/new': 'who manages the event',
  '/events/:eventId/draws/another': 'who manages the event',
  '/events/:eventId/edit': 'who manages the event',
  '/events/:eventId/cancellation': 'who manages the event',
  '/events/:eventId/closing': 'who manages the event',
  '/events/:eventId/deletion': 'who manages the event',
  '/events/:eventId/requests': 'who manages the event',
  '/events/:eventId/requests.csv': 'who manages the event',
  '/events/:eventId/requests/new': 'who manages the event',
  '/events/:eventId/requests/:requestId': 'who manages the event',
  '/events/:eventId/requests/:requestId/withdrawal': 'who manages the event',
  '/events/:eventId/comparison': 'who manages the event',
  '/events/:eventId/pins': 'who manages the event',
  '/events/:eventId/left-behind': 'who manages the event',
  '/events/:eventId/allocation': 'who manages the event',
  '/events/:eventId/allocation/none': 'who manages the event',
  '/events/:eventId/allocation/plain-draw': 'who manages the event',
  '/events/:eventId/finalization': 'who manages the event',
  '/admin': 'admins',
  '/admin/audit': 'admins',
  '/admin/mail': 'admins',
  '/admin/mail/:mailId': 'admins',
  '/admin/mail/:mailId/html': 'admins',
  '/admin/users': 'admins',
  '/admin/users/new': 'admins',
  '/admin/users/import': 'admins',
  '/admin/users/:userId': 'admins',
  '/admin/users/:userId/deactivation': 'admins',
  '/admin/users/:userId/erasure': 'admins',
  '/admin/users/:userId/password-link': 'admins',
}

/** What a post needs to be more than nothing. */
const forms: Record<string, Fields> = { '/account/sessions': { sessionId: 'others' } }

type Outcome = 'in' | 'to sign in' | 'to a new password' | 'not there' | 'no such method'

function expected(rule: Rule, role: Role, method: 'GET' | 'POST', route: Route): Outcome {
  const isNoPost = method === 'POST' && !route.hasAction
  if (rule === 'anybody') return isNoPost ? 'no such method' : 'in'
  if (role === 'anonymous' || role === 'deactivated') return 'to sign in'
  const isForPassword = rule === 'the signed in, also to choose a password'
  if (role === 'must change password') return isForPassword ? 'in' : 'to a new password'
  if (isNoPost) return 'no such method'
  return isForPassword || (who[rule] as Role[]).includes(role) ? 'in' : 'not there'
}

/** Where somebody ended up. An answer that no page of ours gives is told as it is. */
function outcomeOf({ status, headers }: Page, rule: Rule): Outcome | string {
  const location = headers.get('location') ?? ''
  if (rule !== 'anybody' && /^\/login(\?|$)/.test(location)) return 'to sign in'
  if (rule !== 'anybody' && location === '/account/password') return 'to a new password'
  if (status === 404) return 'not there'
  if (status === 405) return 'no such method'
  return [200, 303, 410, 422].includes(status) ? 'in' : `status ${status}`
}

async function seed() {
  const people = {
    member: await createPerson(),
    'other member': await createPerson(),
    organizer: await createPerson({ role: 'organizer' }),
    'other organizer': await createPerson({ role: 'organizer' }),
    admin: await createPerson({ role: 'admin' }),
    deactivated: await createPerson({ role: 'admin' }),
    'must change password': await createPerson({ role: 'admin', mustChangePassword: true }),
  }
  await write([
    sql`UPDATE users SET deactivated_at = 1 WHERE id = ${people.deactivated.id}`,
    sql`INSERT INTO mails (id, kind, reason_key, to_email, subject, text, html, next_attempt_at, created_at)
      VALUES ('mail', 'result', 'a reason', 'a@example.org', 'Subject', 'Text', '<p>', 1, 1)`,
  ])
  const ownerId = people.organizer.id
  const open = await createEvent({ ownerId })
  const asked = await createRequest({ eventId: open.id, userId: people.member.id })
  const draft = await createEvent({ ownerId, opensAt: null })
  const askedOfDraft = await createRequest({ eventId: draft.id })
  const drawn = await drawnEvent(['2,1'])
  const { token, steps } = issueToken('sign-in', people.member.id)
  await write(steps)
  return {
    people,
    open: { eventId: open.id, requestId: asked.id },
    draft: { eventId: draft.id, requestId: askedOfDraft.id },
    drawn: { eventId: drawn.event.id, number: '1' },
    others: { token, mailId: 'mail', userId: people['other member'].id },
  }
}

const site = testSite({ seed })
const routes = await builtRoutes()
/** Signing out ends the sessions of the others' tests. */
const isSigningOut = ({ path }: Route) => path === '/logout'
const inOrder = [...routes.filter(route => !isSigningOut(route)), ...routes.filter(isSigningOut)]

const visitorOf = (role: Role): Visitor =>
  role === 'anonymous' ? site().visitor() : site().as(site().seeded.people[role])

function paramsOf({ path }: Route) {
  const { open, drawn, others } = site().seeded
  return { ...others, ...(path.includes(':number') ? drawn : open) }
}

async function ask(role: Role, method: 'GET' | 'POST', address: string, route: Route) {
  const visitor = visitorOf(role)
  return method === 'GET' ? visitor.send(address) : visitor.post(address, forms[route.path])
}

async function outcomes(route: Route, method: 'GET' | 'POST', address: string, rule: Rule) {
  const each = roles.map(async role => [
    role,
    outcomeOf(await ask(role, method, address, route), rule),
  ])
  return Object.fromEntries(await Promise.all(each))
}

test('every route has a rule, and every rule a route', () => {
  expect(Object.keys(rules).sort()).toEqual(routes.map(route => route.path).sort())
})

describe('before anybody changed anything', () => {
  async function hash() {
    const client = createClient({ url: `file:${site().server.database}` })
    const hashes = await hashTables(client, ['sessions'])
    client.close()
    return hashes
  }

  test('whoever has no right to it changes nothing by a post', async () => {
    const before = await hash()
    for (const route of routes) {
      const rule = rules[route.path]
      if (!rule || rule === 'anybody') continue
      for (const role of roles)
        if (expected(rule, role, 'POST', route) !== 'in')
          await ask(role, 'POST', addressOf(route, paramsOf(route)), route)
    }
    expect(await hash()).toEqual(before)
  })

  test('an event that was never open is there for those who manage it, and for nobody else', async () => {
    const { draft } = site().seeded
    for (const route of routes.filter(({ path }) => /:eventId/.test(path))) {
      if (/:number|withdrawal/.test(route.path)) continue
      const address = addressOf(route, draft)
      const expectedOf = (method: 'GET' | 'POST') =>
        Object.fromEntries(
          roles.map(role => [role, expected('who manages the event', role, method, route)]),
        )
      const rule = 'who manages the event'
      expect([address, await outcomes(route, 'GET', address, rule)]).toEqual([
        address,
        expectedOf('GET'),
      ])
    }
  })

  test('a request is not found at another event, whoever looks for it there', async () => {
    const { open, draft } = site().seeded
    for (const route of routes.filter(({ path }) => /:requestId/.test(path))) {
      const address = addressOf(route, { ...open, requestId: draft.requestId })
      for (const role of everybody) {
        expect((await ask(role, 'GET', address, route)).status).toBe(404)
        expect((await ask(role, 'POST', address, route)).status).toBe(404)
      }
    }
  })

  test('what is not there is not there for anybody', async () => {
    const nothing = { eventId: 'nothing', requestId: 'nothing', mailId: 'nothing' }
    for (const route of routes.filter(({ path }) => /:(eventId|mailId|userId)/.test(path))) {
      const address = addressOf(route, { ...nothing, userId: 'nothing', number: '1' })
      for (const method of ['GET', 'POST'] as const) {
        const { status } = await ask('admin', method, address, route)
        const missing = method === 'POST' && !route.hasAction ? 405 : 404
        expect({ address, method, status }).toEqual({ address, method, status: missing })
      }
    }
  })
})

describe.each(inOrder)('$path', route => {
  test.each(['GET', 'POST'] as const)('%s', async method => {
    const rule = rules[route.path] ?? 'admins'
    const address = addressOf(route, paramsOf(route))
    expect(await outcomes(route, method, address, rule)).toEqual(
      Object.fromEntries(roles.map(role => [role, expected(rule, role, method, route)])),
    )
  })
})

test('what stands before the pages is there for anybody, and only to be read', async () => {
  for (const address of ['/healthz', '/readyz', '/favicon.svg']) {
    for (const role of roles) {
      if (role !== 'anonymous' && role !== 'admin') continue
      expect((await visitorOf(role).send(address)).status).toBe(200)
      expect([303, 404, 405]).toContain((await visitorOf(role).post(address)).status)
    }
  }
})
