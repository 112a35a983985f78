import { describe, expect, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createUser } from '#app/testing/factories.ts'
import { readUserFilter } from './filter.ts'
import { listUsers } from './list.server.ts'

testDatabase()

const list = (query: string) => listUsers(readUserFilter(new URLSearchParams(query)))
const namesOf = async (query: string) => (await list(query)).people.map(person => person.name)

describe('the list of people', () => {
  test('finds people by part of the name or mail address, in any case', async () => {
    await createUser({ name: 'Özlem Çelik', email: 'oc@example.org' })
    await createUser({ name: 'Ada', email: 'ada.byron@example.org' })
    await createUser({ name: 'ÉLODIE 100%', email: 'e_l@example.org' })
    expect(await namesOf('q=özlem')).toEqual(['Özlem Çelik'])
    expect(await namesOf('q=çelik')).toEqual(['Özlem Çelik'])
    expect(await namesOf('q=élodie')).toEqual(['ÉLODIE 100%'])
    expect(await namesOf('q=BYRON')).toEqual(['Ada'])
  })

  test('treats pattern characters as plain text', async () => {
    await createUser({ name: '100%', email: 'a_b@example.org' })
    await createUser({ name: '100 x', email: 'axb@example.org' })
    expect(await namesOf('q=0%25')).toEqual(['100%'])
    expect(await namesOf('q=a_b')).toEqual(['100%'])
    expect(await namesOf('q=\\')).toEqual([])
    expect(await namesOf(`q=${encodeURIComponent("' OR 1=1 --")}`)).toEqual([])
  })

  test('filters by role and by status', async () => {
    await createUser({ name: 'Active', passwordHash: 'x', role: 'organizer' })
    await createUser({ name: 'Invited' })
    await createUser({ name: 'Gone', deactivatedAt: 1 })
    expect(await namesOf('role=organizer')).toEqual(['Active'])
    expect(await namesOf('status=active')).toEqual(['Active', 'Invited'])
    expect(await namesOf('status=invited')).toEqual(['Invited'])
    expect(await namesOf('status=deactivated')).toEqual(['Gone'])
    expect(await namesOf('role=boss&status=odd&sort=password_hash&page=-1')).toHaveLength(3)
  })

  test('sorts in both directions', async () => {
    await createUser({ name: 'ada', email: 'z@example.org', signedInAt: 5, createdAt: 3 })
    await createUser({
      name: 'Ben',
      email: 'y@example.org',
      role: 'admin',
      signedInAt: null,
      createdAt: 2,
    })
    await createUser({ name: 'Cy', email: 'x@example.org', signedInAt: 9, createdAt: 1 })
    expect(await namesOf('sort=name')).toEqual(['ada', 'Ben', 'Cy'])
    expect(await namesOf('sort=-name')).toEqual(['Cy', 'Ben', 'ada'])
    expect(await namesOf('sort=email')).toEqual(['Cy', 'Ben', 'ada'])
    expect((await namesOf('sort=role'))[0]).toBe('Ben')
    expect(await namesOf('sort=-signed-in')).toEqual(['Cy', 'ada', 'Ben'])
    expect(await namesOf('sort=added')).toEqual(['Cy', 'Ben', 'ada'])
  })

  test('shows 50 a page, each person once, and the last page for any beyond it', async () => {
    for (let i = 0; i < 101; i += 1) await createUser({ name: 'Same' })
    const pages = [await list(''), await list('page=2'), await list('page=3')]
    expect(pages.map(page => page.people.length)).toEqual([50, 50, 1])
    const ids = pages.flatMap(page => page.people.map(person => person.id))
    expect(new Set(ids).size).toBe(101)
    expect(await list('page=999')).toMatchObject({ page: 3, pages: 3, total: 101 })
  })
})
