import { readdirSync } from 'node:fs'
import { createClient } from '@libsql/client'
import { describe, expect, test } from 'vitest'
import { hashTables } from '../database.ts'
import type { Page } from '../page.ts'
import { addressOf, builtRoutes, type Route } from '../routes.ts'
import { testSite } from '../site.ts'
import { paramsOf, seedRoles, visitorOf } from './people.ts'
import { expected, outcomeOf, type Role, type Rule, roles, rules } from './rules.ts'

const site = testSite({ seed: seedRoles })
const routes = await builtRoutes()
/** Everybody may sign out, which would end the sessions that the others need. */
const others = routes.filter(({ path }) => path !== '/logout')
const ruleOf = ({ path }: Route): Rule => rules[path] ?? 'admins'
const placeOf = (route: Route) => addressOf(route, paramsOf(site(), route))

const changing = ['PUT', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND']
const strangers: Role[] = ['anonymous', 'other organizer', 'must change password']
const BODY = { 'X-HTTP-Method-Override': 'POST', 'Sec-Fetch-Site': 'same-origin' }

async function hash() {
  const client = createClient({ url: `file:${site().server.database}` })
  const hashes = await hashTables(client, ['sessions'])
  client.close()
  return hashes
}

/** Asks as everybody at once; returns the answers by role. */
async function asAll(ask: (role: Role) => Promise<Page>, whom: readonly Role[] = roles) {
  return Object.fromEntries(
    await Promise.all(whom.map(async role => [role, await ask(role)] as const)),
  )
}

describe('other methods than GET, HEAD and POST', () => {
  const addresses = () => [...routes.map(placeOf), ...Object.keys(files())]

  test.each(changing)('%s is refused everywhere, for everybody', async method => {
    const before = await hash()
    for (const address of addresses()) {
      const answers = await asAll(role => send(role, address, method))
      for (const [role, { status, headers, heading }] of Object.entries(answers)) {
        expect({ address, role, status }).toEqual({ address, role, status: 405 })
        expect(headers.get('allow')).toBe('GET, HEAD, POST')
        expect(heading).not.toBe('')
      }
    }
    expect(await hash()).toEqual(before)
  })

  const send = (role: Role, address: string, method: string) =>
    visitorOf(site(), role).send(address, { method, headers: BODY })
})

describe('HEAD', () => {
  test('has the headers of GET, no body, and no further effect', async () => {
    const before = await hash()
    const whom: Role[] = ['anonymous', 'member', 'admin']
    for (const route of others) {
      const [got, head] = [
        await asAll(role => visitorOf(site(), role).send(placeOf(route)), whom),
        await asAll(role => visitorOf(site(), role).send(placeOf(route), { method: 'HEAD' }), whom),
      ]
      for (const role of whom)
        expect([route.path, role, telling(head[role])]).toEqual([
          route.path,
          role,
          telling(got[role], ''),
        ])
    }
    expect(await hash()).toEqual(before)
  })

  function telling(answer: Page | undefined, text = answer?.text) {
    if (!answer || answer.status >= 400) return { status: answer?.status, text: '' }
    const once = ['date', 'x-request-id', 'content-length', 'transfer-encoding', 'connection']
    const skipped = [...once, 'content-encoding', 'vary', 'keep-alive', 'set-cookie', 'location']
    const headers = [...answer.headers].filter(([name]) => !skipped.includes(name))
    return { status: answer.status, headers, text }
  }
})

describe('no spelling of an address', () => {
  const spellings: [name: string, spell: (address: string) => string][] = [
    ['a slash behind it', address => `${address}/`],
    ['two slashes before it', address => `/${address}`],
    ['two slashes within it', address => address.replace(/(.)\/(?=[^/]*$)/, '$1//')],
    ['capitals', address => address.replace(/^\/\w+/, word => word.toUpperCase())],
    ['an encoded letter', address => `/%${address.charCodeAt(1).toString(16)}${address.slice(2)}`],
    ['encoded slashes', address => `/${address.slice(1).replaceAll('/', '%2F')}`],
    ['a way around', address => `/login/%2e%2e${address}`],
    ['a semicolon', address => `${address};x=/login`],
    ['the end of data requests', address => `${address}.data`],
    ['an encoded data request', address => `${address}?x=%&%5Fdat%61=root`],
  ]

  test.each(spellings)('lets anybody in who has no right: %s', async (_, spell) => {
    const before = await hash()
    for (const route of others) {
      const rule = ruleOf(route)
      for (const method of ['GET', 'POST'] as const) {
        if (rule === 'anybody') continue
        const without = strangers.filter(role => expected(rule, role, method, route) !== 'in')
        const address = spell(placeOf(route))
        const answers = await asAll(role => ask(role, method, address), without)
        for (const [role, answer] of Object.entries(answers)) {
          const outcome = [404, 405].includes(answer.status) ? 'not there' : outcomeOf(answer, rule)
          const kept = ['not there', 'to sign in', 'to a new password']
          expect([address, method, role, outcome]).toEqual([
            ...[address, method, role],
            expect.toBeOneOf(kept),
          ])
        }
      }
    }
    expect(await hash()).toEqual(before)
  })

  const ask = (role: Role, method: 'GET' | 'POST', address: string) => {
    const visitor = visitorOf(site(), role)
    return method === 'GET'
      ? visitor.send(site().server.url + address)
      : visitor.post(site().server.url + address)
  }

  test('and no data request is answered to those who have one', async () => {
    const admin = visitorOf(site(), 'admin')
    for (const route of others) {
      const address = placeOf(route)
      for (const asked of [`${address}.data`, `${address}?_data=`, `${address}?a=%&%5Fdata=x`]) {
        expect([asked, (await admin.send(asked)).status]).toEqual([asked, 404])
        expect([asked, (await admin.post(asked)).status]).toEqual([asked, 404])
      }
    }
  })
})

function files(): Record<string, 200 | 404> {
  const names = readdirSync('build/client/assets')
  const assets = [/\.css$/, /^enhance-.*\.js$/, /^root-.*\.js$/, /^manifest-.*\.js$/].map(kind => {
    const name = names.find(each => kind.test(each)) ?? 'missing'
    return [`/assets/${name}`, /^(root|manifest)-/.test(name) ? 404 : 200] as const
  })
  const always = ['/healthz', '/readyz', '/favicon.svg', '/robots.txt']
  return Object.fromEntries([...always.map(address => [address, 200] as const), ...assets])
}

test('what the door serves is there for anybody, and only to be read', async () => {
  for (const [address, status] of Object.entries(files())) {
    const read = await asAll(role => visitorOf(site(), role).send(address))
    const posted = await asAll(role => visitorOf(site(), role).post(address))
    for (const role of roles) {
      // To strangers, a missing address is one more address that needs signing in.
      const isStranger = ['anonymous', 'deactivated', 'must change password'].includes(role)
      const missing = isStranger ? [303] : [404]
      const wanted = status === 200 ? [200] : missing
      expect([address, role, read[role]?.status]).toEqual([address, role, expect.toBeOneOf(wanted)])
      expect([303, 404, 405]).toContain(posted[role]?.status)
    }
  }
})

test('no spelling leads out of the folder of files', async () => {
  for (const address of [
    ...['/assets/..%2f..%2fserver%2fnode.js', '/assets/%2e%2e/%2e%2e/package.json'],
    ...['/assets//', '/assets/', '/favicon.svg/', '/FAVICON.SVG', '/favicon.svg%00.txt'],
    ...['/assets/..\\..\\package.json', '/%c0%ae%c0%ae/package.json', '/file:///etc/passwd'],
  ]) {
    const { status } = await site()
      .visitor()
      .send(site().server.url + address)
    expect([address, status]).toEqual([address, expect.toBeOneOf([303, 404])])
  }
})
