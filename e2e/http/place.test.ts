import { expect, test } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import { createPerson, testSite } from './site.ts'

const site = testSite({
  env: { APP_NAME: 'Tickets & more' },
  seed: async () => {
    const admin = await createPerson({ role: 'admin', name: 'Ada' })
    const { id } = await createEvent({ ownerId: admin.id, name: 'Gala' })
    return { admin, eventId: id }
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
