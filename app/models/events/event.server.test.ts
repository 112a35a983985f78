import { expect, expectTypeOf, test } from 'vitest'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createUser, viewerOf } from '#app/testing/factories.ts'
import {
  findEvent,
  findManagedEvent,
  isManaged,
  type ManagedEvent,
  type SeenEvent,
} from './event.server.ts'

testDatabase()

test('only an event that this person manages becomes a ManagedEvent', async () => {
  const owner = await createUser({ role: 'organizer' })
  const { id } = await createEvent({ ownerId: owner.id })
  const admin = viewerOf(await createUser({ role: 'admin' }))
  for (const person of [viewerOf(owner), admin])
    expect((await findManagedEvent(person, id))?.id).toBe(id)
  for (const role of ['organizer', 'member'] as const) {
    const other = viewerOf(await createUser({ role }))
    expect(await findManagedEvent(other, id)).toBeUndefined()
    const seen = await findEvent(other, id)
    expect(seen && isManaged(seen)).toBe(false)
  }
})

test('an event that was only seen is not a ManagedEvent', () => {
  expectTypeOf<SeenEvent>().not.toExtend<ManagedEvent>()
})
