import { expect, test } from 'vitest'
import { createEvent } from '#app/testing/factories.ts'
import { rowsOf } from '../database.ts'
import { createPerson, testSite } from '../site.ts'

const site = testSite({
  seed: async () => ({ member: await createPerson(), eventId: (await createEvent()).id }),
})

test('a member who keeps changing their request fills neither the outbox nor the trail', async () => {
  const { member, eventId } = site().seeded
  const visitor = site().as(member)
  const path = `/events/${eventId}/request`
  const statuses: number[] = []
  let last = await visitor.get(path)
  for (let turn = 0; turn < 60; turn += 1) {
    const page = await visitor.get(path)
    const fields = { sizes: turn % 2 === 0 ? ['2'] : ['3'], note: 'Please' }
    last = await visitor.press(page, { form: 'request', fields })
    statuses.push(last.status)
  }
  expect(statuses).toEqual([...Array(40).fill(303), ...Array(20).fill(429)])
  expect(last.headers.get('retry-after')).toMatch(/^\d{3}$/)
  expect(last.words).toContain('nothing was saved. Wait 10 minutes and press the button again.')
  // The form has what the member chose; above it is what they have.
  expect(last.form('request').fields).toContainEqual(['sizes', '3'])
  expect(last.form('request').fields).toContainEqual(['note', 'Please'])
  const { database } = site().server
  expect(await rowsOf(database, 'SELECT count(*) AS n FROM mails')).toEqual([{ n: 40 }])
  const written = "SELECT count(*) AS n FROM audit_entries WHERE action LIKE 'request.%'"
  expect(await rowsOf(database, written)).toEqual([{ n: 40 }])
})
