import { expect, test } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import type { Person } from './person.ts'
import { createPerson, testSite } from './site.ts'

const site = testSite({
  env: { APP_NAME: 'Tickets & more' },
  seed: async () => {
    const admin = await createPerson({ role: 'admin', name: 'Ada' })
    const { id } = await createEvent({ ownerId: admin.id, name: 'Gala' })
    const organizer = await createPerson({ role: 'organizer' })
    const newcomer = await createPerson({ mustChangePassword: true })
    return { admin, organizer, newcomer, member: await createPerson(), eventId: id }
  },
})

const currentOf = (text: string) =>
  [...text.matchAll(/<a href="([^"]+)" aria-current="(\w+)"/g)].map(([, to, kind]) => [to, kind])

test('the navigation marks where a page is, and its title names the app', async () => {
  const { admin, eventId } = site().seeded
  const visitor = site().as(admin)
  const places: [path: string, to: string, kind: string][] = [
    ['/events', '/events', 'page'],
    [`/events/${eventId}`, '/events', 'true'],
    ['/events/history', '/events/history', 'page'],
    ['/admin', '/admin', 'page'],
    ['/admin/users', '/admin', 'true'],
    ['/account/fairness', '/account', 'true'],
  ]
  for (const [path, to, kind] of places) {
    const page = await visitor.get(path)
    expect([path, currentOf(page.text)]).toEqual([path, [[to, kind]]])
    expect(page.text).toMatch(/<title>[^<]+ – Tickets &amp; more<\/title>/)
  }
})

test('a visitor who came for a page is told to sign in to see it', async () => {
  const visitor = site().visitor()
  const { headers } = await visitor.send('/events?page=2')
  const page = await visitor.get(headers.get('location') ?? '')
  expect([page.heading, page.title]).toEqual([
    'Sign in to see this page',
    'Sign in to see this page – Tickets & more',
  ])
  expect((await visitor.get('/login')).heading).toBe('Sign in')
})

const footerOf = (text: string) => /<footer[\s\S]*<\/footer>/.exec(text)?.[0] ?? ''
const linksIn = (html: string) => [...html.matchAll(/href="([^"]+)"/g)].map(([, to]) => to)

test('the footer leads to help only where help can be read', async () => {
  const { admin, member, newcomer } = site().seeded
  const nobody = await site().visitor().get('/login')
  expect(linksIn(footerOf(nobody.text))).toEqual(['/verify'])
  const choosing = await site().as(newcomer).get('/account/password')
  expect(linksIn(footerOf(choosing.text))).toEqual(['/verify'])
  for (const person of [admin, member])
    for (const path of ['/events', '/help', '/nothing-here'])
      expect(linksIn(footerOf((await site().as(person).send(path)).text))).toEqual([
        '/help',
        '/verify',
      ])
})

test('help lists what a role can use, and every page of it opens', async () => {
  const { admin, organizer, member } = site().seeded
  const listed = async (person: Person) => {
    const page = await site().as(person).get('/help')
    return linksIn(page.text).filter(to => to?.startsWith('/help/'))
  }
  expect(await listed(member)).toEqual(['/help/members'])
  expect(await listed(organizer)).toEqual(['/help/members', '/help/organizers'])
  expect(await listed(admin)).toEqual(['/help/members', '/help/organizers', '/help/admins'])
  for (const path of await listed(admin)) {
    const { status, headings } = await readHelp(path ?? '')
    expect([path, status, headings > 3]).toEqual([path, 200, true])
  }
})

async function readHelp(path: string) {
  const { status, text } = await site().as(site().seeded.admin).get(path)
  return { status, headings: text.split('<h2>').length - 1 }
}
