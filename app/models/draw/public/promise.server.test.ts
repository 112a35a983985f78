import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { chooseRule } from '#app/models/draw/preparing/choice.server.ts'
import { giveCode } from '#app/models/draw/seal/code.server.ts'
import { sealSecret } from '#app/models/draw/seal/seal.server.ts'
import type { EventState } from '#app/models/events/event.ts'
import { fillByPlainDraw } from '#app/models/grid/fill.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { findPromise, sayHowDecided } from './promise.server.ts'
import { sayPromise } from './say-promise.ts'

testDatabase()

async function sealedEvent() {
  const owner = await createUser({ role: 'organizer' })
  const event = await createEvent({ ownerId: owner.id, totalTickets: 3, closedAt: 1 })
  const asked = await createRequest({ eventId: event.id, sizes: '2,1' })
  await write([giveCode(event.id, asked.userId), sealSecret(event.id, 1, { name: '' }, null).step])
  await freezeRoll(event.id)
  const viewer = viewerOf(owner)
  const version = async () => {
    const [row] = await db().select().from(events).where(eq(events.id, event.id))
    return row?.allocationVersion ?? 0
  }
  return {
    fill: async () => fillByPlainDraw(event.id, viewer, await version()),
    draw: () => makeDraw(event.id, 1, viewer),
    finalize: async () =>
      finalize(event.id, viewer, { allocationVersion: await version(), withMail: false }),
    said: async (state: EventState = 'finalized') => {
      const promise = await findPromise(event.id)
      return promise && sayPromise(promise, state)
    },
  }
}

test('an event that is filled and finalized without its draw no longer promises one', async () => {
  const event = await sealedEvent()
  await event.fill()
  await event.fill()
  expect((await event.said())?.sentence).toMatch(/^Fair-share/)
  expect((await event.finalize()).refusal).toBeUndefined()
  const said = await event.said()
  expect(said?.sentence).toMatch(/^The organizer gave out the tickets by hand/)
  expect(said?.sentence).toContain('filled in 2 times from a random order')
  expect(said?.facts.map(({ name }) => name)).not.toContain('Order')
  expect(said?.warning).toBeNull()
})

test('an event that was drawn keeps its promise', async () => {
  const event = await sealedEvent()
  await event.fill()
  expect((await event.draw()).refusal).toBeUndefined()
  await event.finalize()
  const said = await event.said()
  expect(said?.sentence).toMatch(/^Fair-share/)
  expect(said?.facts.map(({ name }) => name)).toContain('Order')
})

test.each([
  ['draft', true],
  ['open', true],
  ['closed', false],
] as const)(
  'before its terms are locked, one that is %s has no public value',
  async (state, isEarly) => {
    const said = await (await sealedEvent()).said(state)
    expect(said?.canName).toBe(isEarly)
    if (isEarly) expect(said?.warning).toMatch(/^No public value is planned for this draw yet/)
    else expect(said?.warning).toBe(null)
  },
)

test.each(['closed', 'finalized', 'cancelled'] as const)(
  'a draw without a public value says so while the event is %s',
  async state => {
    const event = await sealedEvent()
    await event.draw()
    const said = await event.said(state)
    expect(said?.warning).toMatch(/^This draw has no public value/)
    expect(said?.facts).toContainEqual({
      name: 'Public value',
      value: 'None',
      isCode: false,
      isProof: true,
    })
  },
)

test('an event that was cancelled before its draw has no warning and takes no public value', async () => {
  const event = await sealedEvent()
  expect(await event.said('cancelled')).toMatchObject({ warning: null, canName: false })
})

describe('an event imported without a promise', () => {
  test.each([
    [
      'open',
      'No rule has been chosen yet. Unless the organizer chooses another, it will be the fair-share draw in random order.',
    ],
    ['cancelled', 'No rule was chosen.'],
    ['finalized', expect.stringMatching(/^The organizer gave out the tickets by hand/)],
  ] as const)('still says how it is decided while it is %s', async (state, sentence) => {
    const { id } = await createEvent()
    expect(await sayHowDecided(id, state)).toMatchObject({ sentence, isPromised: false })
  })

  test('has its rule as soon as somebody chooses one', async () => {
    const { id, ownerId } = await createEvent()
    const choice = { rule: 'plain', order: 'draw', cap: null, publicValueSource: null } as const
    await chooseRule(id, choice, { ...viewerOf(await createUser()), userId: ownerId })
    const { sentence, facts } = await sayHowDecided(id, 'open')
    expect(sentence).toMatch(/^Plain draw/)
    expect(facts.map(({ name }) => name)).not.toContain('Commitment')
  })
})
