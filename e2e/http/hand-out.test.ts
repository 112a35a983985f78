import { describe, expect, test } from 'vitest'
import { createPerson, testSite } from './site.ts'

const site = testSite({
  seed: async () => ({
    ada: await createPerson({ role: 'admin', name: 'Ada' }),
    organizer: await createPerson({ role: 'organizer' }),
  }),
})

describe('with email off', () => {
  test('an admin adds a list, hands out the links, and each person gets in with their own', async () => {
    const admin = site().as(site().seeded.ada)
    const text = 'Name,Email\nBen,ben@example.org\nCleo,cleo@example.org\n'
    const form = await admin.get('/admin/users/import')
    const checked = await admin.press(form, { form: 'list', fields: { text } })
    const added = await admin.press(checked, { form: 'add', button: 'Add 2 people' })
    const page = await admin.get(added.headers.get('Location') ?? '')
    expect(page.heading).toBe('Links to hand out')
    const links = [...page.text.matchAll(/<copy-text>([^<]+)<\/copy-text>/g)].map(found => found[1])
    expect(links).toHaveLength(2)
    const file = await admin.get('/admin/users/links.csv')
    for (const link of links) expect(file.text).toContain(link)
    for (const [index, name] of ['Ben', 'Cleo'].entries()) {
      const opened = await site()
        .visitor()
        .get(new URL(links[index] ?? '').pathname)
      expect(opened.words).toContain(name)
    }
  })

  test('nobody but an admin sees a link', async () => {
    const organizer = site().as(site().seeded.organizer)
    expect((await organizer.get('/admin/users/links')).status).toBe(404)
    expect((await organizer.get('/admin/users/links.csv')).status).toBe(404)
  })
})
