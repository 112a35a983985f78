import { describe, expect, test } from 'vitest'
import { stepsOfCrowd } from '#app/testing/draws.ts'
import { createEvent } from '#app/testing/factories.ts'
import { write } from '#db/lane.ts'
import { draw } from '../../terms.ts'
import { createPerson, testSite } from '../site.ts'
import type { Visitor } from '../visitor.ts'

const PEOPLE = 700
/** With 5,000 tickets, just more than a page waits for. */
const MANY = 13_000

async function seed() {
  const owner = await createPerson({ role: 'organizer', name: 'Olga Owner' })
  const large = async (name: string, people: number, totalTickets: number) => {
    const closedAt = Date.now()
    const event = await createEvent({ ownerId: owner.id, name, totalTickets, closedAt })
    await write(stepsOfCrowd(event.id, people))
    return event.id
  }
  return {
    owner,
    compared: await large('Compared', PEOPLE, 350),
    drawn: await large('Drawn', MANY, 5000),
  }
}

const site = testSite({ seed })

/** Reloads as often as a browser does, until the page no longer asks for it. */
async function lookUntilDone(visitor: Visitor, path: string) {
  for (let looks = 0; looks < 240; looks += 1) {
    const page = await visitor.get(path)
    if (page.headers.get('refresh') === null) return page
    await new Promise(resolve => setTimeout(resolve, 1000))
  }
  throw new Error(`${path} did not come to an end`)
}

describe(`an event of ${PEOPLE} people`, () => {
  test('is compared in the background: progress, cancelled, started again; the server goes on answering', async () => {
    const { owner, compared } = site().seeded
    const organizer = site().as(owner)
    const path = `/events/${compared}/comparison`
    const first = await organizer.get(path)
    expect(first.words).toContain('The rules are being compared')
    expect(first.headers.get('refresh')).toBe('2')
    expect((await organizer.get('/readyz')).status).toBe(200)
    await organizer.submit(first, { button: 'Cancel it' })
    const cancelled = await lookUntilDone(organizer, path)
    expect(cancelled.words).toContain('The comparison was cancelled')
    await organizer.submit(cancelled, { button: 'Start again' })
    const done = await lookUntilDone(organizer, path)
    expect(done.words).toContain(`${PEOPLE} people, 200 simulated orders`)
  }, 280_000)
})

describe(`a draw for ${MANY} people by an exact rule`, () => {
  test('goes on in the background: cancelled, nothing is drawn; pressed again, it is drawn once', async () => {
    const { owner, drawn } = site().seeded
    const organizer = site().as(owner)
    const path = `/events/${drawn}/terms`
    const chosen = await organizer.post(`/events/${drawn}/comparison`, { rule: 'most-people' })
    expect(chosen.status).toBe(303)
    const press = () => draw(organizer, drawn)
    const working = await press()
    expect(working.words).toContain('The draw is being worked out')
    await organizer.submit(working, { button: 'Cancel it' })
    const cancelled = await lookUntilDone(organizer, path)
    expect(cancelled.words).toContain('The draw was cancelled. Nothing was drawn.')
    expect((await press()).words).toContain('The draw is being worked out')
    const second = await organizer.post(path, { draw: '1', source: 'none' })
    expect([303, 422]).toContain(second.status)
    const done = await lookUntilDone(organizer, path)
    expect(done.heading).toBe('The list')
    const late = await organizer.post(path, { intent: 'cancel', draw: '1' })
    expect((await organizer.follow(late)).words).toContain(
      'The draw was already made, so it was not cancelled.',
    )
    expect((await organizer.get(`/events/${drawn}/draws`)).words).toContain(
      `of ${MANY} set by hand`,
    )
  }, 280_000)
})
