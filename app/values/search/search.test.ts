import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { findManagedEvent } from '#app/models/events/event.server.ts'
import { findGridPage } from '#app/models/grid/grid.server.ts'
import { findPeopleToAskFor, listRequests } from '#app/models/requests/request.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { users } from '#db/schema.ts'
import { contains } from './search.ts'

testDatabase()

test.each([
  ['özil', ['Mesut Özil']],
  ['ÖZIL', ['Mesut Özil']],
  ['O’BR', ['Béatrice O’Brien']],
  ['béa', ['Béatrice O’Brien']],
  ['50%', ['50% Off']],
  ['5_%', []],
])('%s is found whatever its case, and taken literally', async (text, found) => {
  for (const name of ['Mesut Özil', 'Béatrice O’Brien', '50% Off']) await createUser({ name })
  const rows = await db()
    .select({ name: users.name })
    .from(users)
    .where(sql`${contains(text, [users.name])}`)
  expect(rows.map(row => row.name)).toEqual(found)
})

test('an organizer finds people like this in the grid, among the requests and to ask for', async () => {
  const owner = await createUser({ role: 'organizer' })
  const viewer = viewerOf(owner)
  const { id: eventId } = await createEvent({ ownerId: owner.id })
  const [asked, other] = [
    await createUser({ name: 'Zoë Ågren' }),
    await createUser({ name: 'Åke' }),
  ]
  await createRequest({ eventId, userId: asked.id })
  const event = await findManagedEvent(viewer, eventId)
  if (!event) throw new Error('no event')
  const view = { page: 1, only: 'all' as const, search: 'ÅGREN' }
  expect((await findGridPage(event, view)).rows).toHaveLength(1)
  expect((await findPeopleToAskFor(event, 'åke')).map(each => each.userId)).toEqual([other.id])
  const search = { q: 'ågren', sort: 'name' as const, isDescending: false, page: 1 }
  expect((await listRequests(event, search)).rows).toHaveLength(1)
})
