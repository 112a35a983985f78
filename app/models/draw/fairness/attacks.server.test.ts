import { and, eq, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { parseRoll } from '#app/allocation/roll.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { chooseRule, defaultChoice } from '#app/models/draw/preparing/choice.server.ts'
import { pinRequest } from '#app/models/draw/preparing/pins.server.ts'
import { findOwnEntry } from '#app/models/draw/public/promise.server.ts'
import { sayEntry } from '#app/models/draw/public/say-promise.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { saveGrid } from '#app/models/grid/grid.server.ts'
import { closeEvent, reopenEvent } from '#app/models/organizing/closing.server.ts'
import { addEvent, updateEvent } from '#app/models/organizing/writing.server.ts'
import { confirmRequest } from '#app/models/requests/confirming.server.ts'
import { NONE_SEEN, saveRequest } from '#app/models/requests/writing.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { sealedEvent } from '#app/testing/draws.ts'
import { NOTHING_AFTER } from '#app/testing/event-form.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, finalizations, requests } from '#db/schema.ts'
import { readLedger, readLosses } from './ledger.server.ts'

testDatabase()

const HOUR = 3_600_000
const organizer = async () => viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
const member = async (name = 'Mia') => viewerOf(await createUser({ name }))

async function publish(eventId: string, viewer: Viewer) {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  expect((await finalize(eventId, viewer, order)).refusal).toBeUndefined()
}

async function drawAndPublish(eventId: string, viewer: Viewer) {
  expect((await makeDraw(eventId, 1, viewer)).refusal).toBeUndefined()
  await publish(eventId, viewer)
}

/** An event by an organizer that opens at once, with one ticket. */
async function newEvent(olga: Viewer, more = {}) {
  const added = await addEvent(olga, {
    ...{ name: 'Made for it', startsAt: Date.now() + 400 * HOUR, timeZone: 'UTC', place: '' },
    ...{ totalTickets: 1, notes: '', opens: 'now', mostPerRequest: 8, tell: false, version: 0 },
    ...NOTHING_AFTER,
    ...more,
  } as Parameters<typeof addEvent>[1])
  expect(added.refusal).toBeUndefined()
  return added.eventId
}

async function ask(person: Viewer, eventId: string, userId = person.userId, sizes = [1]) {
  const asked = { ...NONE_SEEN, eventId, userId, sizes, note: '' }
  expect((await saveRequest(person, asked)).refusal).toBeUndefined()
}

/** As if all of it had happened so much earlier, but for the closing. */
const openSince = (eventId: string, hours: number) =>
  write([
    sql`UPDATE events SET opens_at = opens_at - ${hours * HOUR}, created_at = created_at - ${hours * HOUR}
      WHERE id = ${eventId}`,
    sql`INSERT INTO audit_entries (at, action, subject, subject_id, event_id, after)
      SELECT ${Date.now()} - ${hours * HOUR}, 'event.created', 'event', id, id,
        json_object('opensAt', opens_at, 'closesAt', closes_at) FROM events WHERE id = ${eventId}`,
  ])

const verdictsOf = async ({ userId }: { userId: string }) =>
  (await readLedger(userId)).map(({ verdict }) => verdict)
const openSecondsOf = async (eventId: string) =>
  (await db().select().from(finalizations).where(eq(finalizations.eventId, eventId)))[0]
    ?.openSeconds ?? Number.NaN

describe('an organizer with events of one ticket, entering requests for others', () => {
  async function sixEvents(askers: Viewer[]) {
    const [olga, rival, friend] = [await organizer(), await member('Rival'), await member('Friend')]
    for (let turn = 0; turn < 6; turn += 1) {
      const eventId = await newEvent(olga)
      for (const each of [rival, friend]) await ask(olga, eventId, each.userId)
      for (const each of askers) await ask(each, eventId)
      await openSince(eventId, 48)
      await closeEvent(olga, eventId)
      await drawAndPublish(eventId, olga)
    }
    return { rival, friend }
  }

  test('makes no loss and no win for anybody, however often', async () => {
    const people = await sixEvents([])
    for (const person of [people.rival, people.friend])
      expect(await verdictsOf(person)).toEqual(Array(6).fill('not-asked'))
    expect([...(await readLosses()).values()]).toEqual([0, 0])
  })

  test('makes no loss for who asked, since only those count who asked themselves', async () => {
    const asker = await member('Asker')
    await sixEvents([asker])
    const verdicts = new Set(await verdictsOf(asker))
    expect([...verdicts].every(verdict => verdict === 'won' || verdict === 'enough')).toBe(true)
  })

  test('(control) does, where three people asked themselves', async () => {
    const askers = [await member('Ann'), await member('Bob'), await member('Cem')]
    await sixEvents(askers)
    const verdicts = (await Promise.all(askers.map(verdictsOf))).flat()
    expect(verdicts.filter(verdict => verdict === 'lost').length).toBeGreaterThanOrEqual(12)
  })
})

describe('events that were open for less than a day', () => {
  async function decide(eventId: string, olga: Viewer) {
    await closeEvent(olga, eventId)
    await drawAndPublish(eventId, olga)
  }

  test('make no losses: six in seconds, though both asked themselves', async () => {
    const [olga, ann, bob] = [await organizer(), await member('Ann'), await member('Bob')]
    for (let turn = 0; turn < 6; turn += 1) {
      const eventId = await newEvent(olga)
      await ask(ann, eventId)
      await ask(bob, eventId)
      await decide(eventId, olga)
    }
    const verdicts = [...(await verdictsOf(ann)), ...(await verdictsOf(bob))]
    expect(verdicts.filter(verdict => verdict === 'too-short')).toHaveLength(6)
    expect([...(await readLosses()).values()]).toEqual([0, 0])
  })

  test('stay so when their opening is set to a past time afterwards', async () => {
    const [olga, ann] = [await organizer(), await member('Ann')]
    const eventId = await newEvent(olga, { opens: 'not-yet' })
    // A draft of long ago.
    await openSince(eventId, 100)
    const [row] = await db().select().from(events).where(eq(events.id, eventId))
    const input = { ...row, opens: 'later', opensAt: Date.now() - 90 * HOUR, tell: false }
    const changed = await updateEvent(olga, eventId, input as never)
    expect(changed.refusal).toBeUndefined()
    await ask(ann, eventId)
    await ask(await member('Bob'), eventId)
    await decide(eventId, olga)
    expect(await openSecondsOf(eventId)).toBeLessThan(60)
  })

  test('may be open again: all times together count', async () => {
    const olga = await organizer()
    const eventId = await newEvent(olga)
    await ask(await member('Ann'), eventId)
    await openSince(eventId, 10)
    await closeEvent(olga, eventId)
    const closes = Date.now() + 100 * HOUR
    expect((await reopenEvent(olga, eventId, closes)).refusal).toBeUndefined()
    await decide(eventId, olga)
    const seconds = await openSecondsOf(eventId)
    expect(seconds).toBeGreaterThanOrEqual(10 * 3600)
    expect(seconds).toBeLessThan(10 * 3600 + 60)
  })

  test('an event that the clock closed was open until then, however late it is decided', async () => {
    const opensAt = Date.now() - 60 * HOUR
    const closesAt = opensAt + 24 * HOUR
    const times = { createdAt: opensAt, opensAt, closesAt, closedAt: null }
    const { event, viewer } = await sealedEvent(['1', '1'], 1, times)
    await drawAndPublish(event.id, viewer)
    expect(await openSecondsOf(event.id)).toBe(24 * 3600)
  })
})

describe('numbers set by hand', () => {
  test('make no loss for a friend: neither a pin to none nor a change afterwards', async () => {
    const { event, asked, viewer } = await sealedEvent(['1', '1', '1', '1'], 2)
    const pin = { requestId: asked[0]?.id ?? '', amount: 0, reason: 'For later' }
    expect((await pinRequest(event.id, viewer, pin)).refusal).toBeUndefined()
    await makeDraw(event.id, 1, viewer)
    const drawn = await db().select().from(requests).where(eq(requests.eventId, event.id))
    const friend = drawn.find(({ draftAmount }) => draftAmount === 1)
    const row = { requestId: friend?.id ?? '', amount: 0, reason: 'Asked me to', was: '1|1|' }
    expect((await saveGrid(event.id, viewer, [row])).refusal).toBeUndefined()
    await publish(event.id, viewer)
    expect(await verdictsOf(asked[0] as { userId: string })).toEqual(['set-by-hand'])
    expect(await verdictsOf(friend as { userId: string })).toEqual(['set-by-hand'])
  })
})

describe('what somebody else entered', () => {
  /** Everybody who asks here has lost once before. */
  async function weighted(order: 'weighted' | 'rotation') {
    const [olga, mia] = [await organizer(), await member()]
    await loseOnce(mia)
    const eventId = await newEvent(olga)
    expect((await chooseRule(eventId, { ...defaultChoice, order }, olga)).refusal).toBeUndefined()
    await ask(olga, eventId, mia.userId)
    const seen = async () => {
      const [row] = await db()
        .select()
        .from(requests)
        .where(and(eq(requests.eventId, eventId), eq(requests.userId, mia.userId)))
      return { requestId: row?.id ?? '', version: row?.version ?? 0 }
    }
    const confirm = async () =>
      expect(await confirmRequest(mia, eventId, await seen())).toMatchObject({ refusal: undefined })
    const entry = async () => {
      await closeEvent(olga, eventId)
      const code = await findCode(eventId, mia.userId)
      const roll = await findRoll(eventId)
      const line = parseRoll(roll?.roll ?? '').find(each => each.code === code)
      return { weight: line?.weight, priority: line?.priority, unconfirmed: roll?.unconfirmed }
    }
    const said = async () => {
      const own = await findOwnEntry(eventId, mia.userId)
      return (
        own &&
        sayEntry(own)
          .map(({ value }) => value)
          .join(' ')
      )
    }
    return { olga, mia, eventId, seen, confirm, entry, said }
  }

  /** Draws until the person is the one who got nothing. */
  async function loseOnce(person: Viewer) {
    const { event, asked, viewer } = await sealedEvent(['1', '1'], 1)
    await drawAndPublish(event.id, viewer)
    const losses = await readLosses()
    const loser = asked.find(({ userId }) => losses.get(userId) === 1)
    await write([sql`UPDATE requests SET user_id = ${person.userId} WHERE id = ${loser?.id}`])
  }

  test.each([
    ['weighted', { weight: 1, priority: 0 }, { weight: 2, priority: 0 }],
    ['rotation', { weight: 1, priority: 0 }, { weight: 1, priority: 1 }],
  ] as const)('has no better chances under %s until it is confirmed', async (order, less, more) => {
    const without = await weighted(order)
    expect(await without.said()).toContain('because you have not confirmed this request')
    expect(await without.entry()).toEqual({ ...less, unconfirmed: 1 })
    expect(await without.said()).toContain('because you have not confirmed this request')
    const { confirm, entry, said } = await weighted(order)
    await confirm()
    expect(await said()).toMatch(/your last loss|1 loss\. The longest wait/)
    expect(await entry()).toEqual({ ...more, unconfirmed: 0 })
  })

  test('and changes after being confirmed is not confirmed any more', async () => {
    const { olga, mia, eventId, seen, confirm, entry } = await weighted('weighted')
    await confirm()
    const change = { ...(await seen()), eventId, userId: mia.userId, sizes: [2, 1], note: '' }
    expect((await saveRequest(olga, change)).refusal).toBeUndefined()
    expect(await entry()).toEqual({ weight: 1, priority: 0, unconfirmed: 1 })
  })

  test('counts once it is confirmed', async () => {
    const { olga, mia, eventId, confirm } = await weighted('weighted')
    await ask(await member('Ben'), eventId)
    await confirm()
    await openSince(eventId, 30)
    await closeEvent(olga, eventId)
    await drawAndPublish(eventId, olga)
    expect((await verdictsOf(mia)).at(-1)).toMatch(/^(won|lost)$/)
  })

  test('cannot become confirmed after the draw, by any statement', async () => {
    const { olga, eventId } = await weighted('weighted')
    await closeEvent(olga, eventId)
    await makeDraw(eventId, 1, olga)
    const late = sql`UPDATE requests SET confirmed_at = 1 WHERE event_id = ${eventId}`
    expect((await write([late])).refusal).toBe('locked')
  })
})

test('being deactivated around the closing makes neither a loss nor a win', async () => {
  const { event, asked, viewer } = await sealedEvent(['1', '1', '1'], 1)
  const set = (at: number | null) =>
    write([sql`UPDATE users SET deactivated_at = ${at} WHERE id = ${asked[0]?.userId}`])
  await set(1)
  await freezeRoll(event.id)
  await set(null)
  await makeDraw(event.id, 1, viewer)
  await write([
    sql`UPDATE requests SET draft_amount = 0, draft_reason = 'Away' WHERE id = ${asked[0]?.id}`,
  ])
  await publish(event.id, viewer)
  expect(await verdictsOf(asked[0] as { userId: string })).toEqual(['off-roll'])
})
