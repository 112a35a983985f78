import { describe, expect, test } from 'vitest'
import type { Page } from '../page.ts'
import { paramsOf, seedRoles } from '../rights/people.ts'
import { addressOf, builtRoutes } from '../routes.ts'
import { createPerson, PASSWORD, testSite } from '../site.ts'
import { Visitor } from '../visitor.ts'
import { sendRaw } from './raw.ts'

/** What Lynx 2.9 and w3m 0.5 send: no Origin, no Sec-Fetch-Site, no Upgrade-Insecure-Requests. */
const LYNX = { Accept: 'text/html, text/plain, text/sgml, */*;q=0.01', 'User-Agent': 'Lynx/2.9.0' }

const site = testSite({
  seed: async () => ({
    member: await createPerson(),
    organizer: await createPerson({ role: 'organizer' }),
  }),
})

const roles = testSite({ seed: seedRoles })

/** Node's fetch adds `Sec-Fetch-Mode`, which the door takes for a graphical browser. */
class TextBrowser extends Visitor {
  override async send(path: string, init: RequestInit = {}): Promise<Page> {
    const headers = new Headers({ ...LYNX, ...Object.fromEntries(new Headers(init.headers)) })
    headers.delete('origin')
    return super.send(path, { ...init, headers })
  }
}
const textBrowser = () => new TextBrowser(site().server.url)

async function signedIn(who: 'member' | 'organizer'): Promise<TextBrowser> {
  const browser = textBrowser()
  const page = await browser.get('/login?returnTo=/events')
  const { email } = site().seeded[who]
  await browser.press(page, { form: 'sign-in', fields: { email, password: PASSWORD } })
  return browser
}

describe('a browser that does not say where a form comes from', () => {
  test('signs in, changes something and signs out', async () => {
    const browser = await signedIn('member')
    const page = await browser.get('/account')
    expect(page.status).toBe(200)
    const saved = await browser.submit(page, { fields: { name: 'Lina Lynx' } })
    expect(saved.words).toContain('Your name has been saved.')
    const left = await browser.submit(saved, { form: '/logout' })
    expect(left.words).toContain('You have signed out.')
  })

  test('is refused without the key of one of our pages, with the address to open', async () => {
    const browser = await signedIn('member')
    const page = await browser.get('/account')
    for (const key of [undefined, '', 'x', 'aaaaaaaaaaaaaaaa..bbbbbbbbbbbbbbbbbbbbbb']) {
      const answer = await browser.press(page, { fields: { name: 'Forged', 'form-key': key } })
      expect([answer.status, answer.words]).toEqual([
        403,
        expect.stringContaining('at a different address'),
      ])
    }
  })

  test('is refused with the key of somebody else, signed in or not', async () => {
    const [member, organizer] = [await signedIn('member'), await signedIn('organizer')]
    const key = (await organizer.get('/account'))
      .form()
      .fields.find(([name]) => name === 'form-key')?.[1]
    const page = await member.get('/account')
    const forged = await member.press(page, { fields: { name: 'Forged', 'form-key': key } })
    expect(forged.status).toBe(403)
    const stranger = textBrowser()
    const { email } = site().seeded.organizer
    const answer = await stranger.post('/login', { 'form-key': key, email, password: PASSWORD })
    expect([answer.status, stranger.cookies.has('session')]).toEqual([403, false])
    const other = textBrowser()
    const own = (await other.get('/login?returnTo=/events')).form('sign-in').fields
    const borrowed = await stranger.post('/login', {
      ...Object.fromEntries(own),
      email,
      password: PASSWORD,
    })
    expect([borrowed.status, stranger.cookies.has('session')]).toEqual([403, false])
  })

  test('has a form with a key on the page that is otherwise made for everybody', async () => {
    const raw = await askRaw('/login', LYNX)
    expect(raw).toContain('name="form-key"')
    expect(raw).toMatch(/set-cookie: browser=/i)
    const graphical = { ...LYNX, 'Upgrade-Insecure-Requests': '1' }
    expect(await askRaw('/login', graphical)).not.toContain('name="form-key"')
  })
})

async function askRaw(path: string, headers: Record<string, string>): Promise<string> {
  const { host } = new URL(site().server.url)
  const lines = Object.entries({ Host: host, ...headers, Connection: 'close' }).map(pair =>
    pair.join(': '),
  )
  return (
    await sendRaw(site().server.url, [
      { text: `GET ${path} HTTP/1.1\r\n${lines.join('\r\n')}\r\n\r\n` },
    ])
  ).text
}

test('every form that posts has its key first, but on the pages for everybody', async () => {
  const routes = (await builtRoutes()).filter(({ hasPage }) => hasPage)
  let seen = 0
  for (const role of ['member', 'organizer', 'admin'] as const)
    for (const route of routes) {
      const page = await roles()
        .as(roles().seeded.people[role])
        .send(addressOf(route, paramsOf(roles(), route)))
      for (const form of page.forms.filter(({ method }) => method === 'post')) {
        expect([route.path, form.fields[0]?.[0]]).toEqual([route.path, 'form-key'])
        seen += 1
      }
    }
  expect(seen).toBeGreaterThan(50)
})
