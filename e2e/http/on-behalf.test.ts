import { expect, test } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import { createPerson, testSite } from './site.ts'

const site = testSite({
  seed: async () => {
    const owner = await createPerson({ role: 'organizer', name: 'Olga' })
    for (let people = 0; people < 25; people += 1) await createPerson({ name: `Member ${people}` })
    return { owner, eventId: (await createEvent({ ownerId: owner.id })).id }
  },
})

test('among many a person is found first, so that no search takes away what was ticked', async () => {
  const { owner, eventId } = site().seeded
  const visitor = site().as(owner)
  const first = await visitor.get(`/events/${eventId}/requests/new`)
  expect(first.forms.filter(form => form.controls.some(({ name }) => name === 'sizes'))).toEqual([])
  const nobody = await visitor.submit(first, { button: 'Search', fields: { q: 'nobody' } })
  expect(nobody.words).toContain('Nobody found')
  const found = await visitor.submit(nobody, { button: 'Search', fields: { q: 'member 1' } })
  expect(found.forms.map(form => form.buttons[0]?.text)).not.toContain('Search')
  expect(found.link('Search for someone else')).toBe('?')

  const fields = { note: 'By phone', sizes: ['2'] }
  const refused = await visitor.submit(found, { form: 'request', fields })
  expect(refused.errors).toContain('Choose a person')
  expect(refused.form('request').fields).toContainEqual(['sizes', '2'])
  expect(refused.form('request').fields).toContainEqual(['note', 'By phone'])
  expect(refused.words).toContain('Member 19')
})
