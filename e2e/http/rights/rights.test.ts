import { createClient } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { hashTables } from '../database.ts'
import { addressOf, builtRoutes, type Route } from '../routes.ts'
import { testSite } from '../site.ts'
import { paramsOf, seedRoles, visitorOf } from './people.ts'
import {
  everybody,
  expected,
  forms,
  outcomeOf,
  type Role,
  type Rule,
  roles,
  rules,
} from './rules.ts'

type Method = 'GET' | 'HEAD' | 'POST'

const site = testSite({ seed: seedRoles })
const routes = await builtRoutes()
/** Signing out ends sessions that other tests need, and so does the link: the first to press becomes its owner. */
const endsSessions = ({ path }: Route) => path === '/logout' || path === '/sign-in/:token'
const inOrder = [...routes.filter(route => !endsSessions(route)), ...routes.filter(endsSessions)]

async function ask(role: Role, method: Method, address: string, route: Route) {
  const visitor = visitorOf(site(), role)
  return method === 'POST'
    ? visitor.post(address, forms[route.path])
    : visitor.send(address, { method })
}

async function outcomes(route: Route, method: Method, address: string, rule: Rule) {
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

  test('a person without the right changes nothing by a post', async () => {
    const before = await hash()
    for (const route of routes) {
      const rule = rules[route.path]
      if (!rule || rule === 'anybody') continue
      for (const role of roles)
        if (expected(rule, role, 'POST', route) !== 'in')
          await ask(role, 'POST', addressOf(route, paramsOf(site(), route)), route)
    }
    expect(await hash()).toEqual(before)
  })

  test('an event that was never open is there for those who manage it, and for nobody else', async () => {
    const { draft } = site().seeded
    for (const route of routes.filter(({ path }) => /:eventId/.test(path))) {
      if (/:number|:code|:offerId|(roll|after)\.txt|withdrawal/.test(route.path)) continue
      if (rules[route.path] === 'who holds tickets') continue
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

  test('nobody finds a request at another event', async () => {
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
      const others = { userId: 'nothing', number: '1', code: 'nothing', offerId: 'nothing' }
      const address = addressOf(route, { ...nothing, ...others })
      for (const method of ['GET', 'POST'] as const) {
        const { status } = await ask('admin', method, address, route)
        const missing = method === 'POST' && !route.hasAction ? 405 : 404
        expect({ address, method, status }).toEqual({ address, method, status: missing })
      }
    }
  })
})

describe.each(inOrder)('$path', route => {
  test.each(['GET', 'HEAD', 'POST'] as const)('%s', async method => {
    const rule = rules[route.path] ?? 'admins'
    const address = addressOf(route, paramsOf(site(), route))
    expect(await outcomes(route, method, address, rule)).toEqual(
      Object.fromEntries(roles.map(role => [role, expected(rule, role, method, route)])),
    )
  })
})
