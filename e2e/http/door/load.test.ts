import { expect, test } from 'vitest'
import { createEvent, createRequest } from '#app/testing/factories.ts'
import { createPerson, testSite } from '../site.ts'

const site = testSite({
  isRemote: false,
  seed: async () => {
    const organizer = await createPerson({ role: 'organizer' })
    const event = await createEvent({ ownerId: organizer.id })
    for (let asked = 0; asked < 60; asked += 1) await createRequest({ eventId: event.id })
    return { organizer, event }
  },
})

test('requests that cannot be answered in time are asked to come back, and the rest are served', async () => {
  const { organizer, event } = site().seeded
  const visitor = site().as(organizer)
  const grid = `/events/${event.id}/requests`
  const statuses: number[] = []
  const ask = async () => {
    const answer = await visitor.send(grid)
    statuses.push(answer.status)
    if (answer.status === 503) {
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
      expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'")
      expect(answer.text).toContain('busy')
    }
  }
  // Each burst is twice the one before, until one is too much for this machine.
  for (let many = 200; many <= 6400 && !statuses.includes(503); many *= 2)
    await Promise.all(Array.from({ length: many }, ask))
  expect(new Set(statuses)).toEqual(new Set([200, 503]))
  expect((await visitor.get(grid)).status).toBe(200)
})
