import { createClient } from '@libsql/client'
import { eq, isNull, sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { pinRequest } from '#app/models/draw/preparing/pins.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { auditedActions, lastAudited, mailsOf } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { entryCodes, pins, requests, rolls, seals } from '#db/schema.ts'
import { type Ask, saveRequest, withdrawRequest } from './writing.server.ts'

const database = testDatabase()

const HOUR = 3_600_000
const member = async () => viewerOf(await createUser({ name: 'Mia' }))

/** Asks for oneself; the form showed the current request. */
async function ask(person: Person, eventId: string, more: Partial<Ask> = {}) {
  const requestId = more.version ? await standing(eventId) : ''
  const { userId } = person
  return saveRequest(person, {
    ...{ eventId, userId, requestId, sizes: [2, 1], note: '', version: 0 },
    ...more,
  })
}

const standing = async (eventId: string) => (await readRequest(eventId))?.id ?? ''

async function readRequest(eventId: string) {
  const [row, ...others] = await db().select().from(requests).where(eq(requests.eventId, eventId))
  expect(others).toEqual([])
  return row
}

describe('an imported event without a seal', () => {
  const sealed = async () => (await db().select().from(seals)).map(row => row.commitment)

  test('gets one with the first request, and the receipt names it', async () => {
    const [mia, event] = [await member(), await createEvent()]
    expect((await ask(mia, event.id)).refusal).toBeUndefined()
    const [commitment, ...others] = await sealed()
    expect(others).toEqual([])
    expect(
      (await mailsOf('request-receipt')).map(mail => mail.text.includes(`${commitment}`)),
    ).toEqual([true])
  })

  test('gets none from a refused request', async () => {
    const [mia, event] = [await member(), await createEvent({ closedAt: Date.now() - HOUR })]
    expect((await ask(mia, event.id)).refusal).toBe('not-open')
    expect(await sealed()).toEqual([])
  })

  test('makes the same promise to two people who ask first at the same time', async () => {
    const [mia, ben, event] = [await member(), await member(), await createEvent()]
    const both = await Promise.all([ask(mia, event.id), ask(ben, event.id)])
    expect(both.map(({ refusal }) => refusal)).toEqual([undefined, undefined])
    const [commitment] = await sealed()
    const receipts = await mailsOf('request-receipt')
    expect(receipts.map(mail => mail.text.includes(`${commitment}`))).toEqual([true, true])
  })
})

describe('asking after the clock ran ahead for a while', () => {
  test('voids the roll that was frozen then, since it would lack the new request', async () => {
    const [mia, event] = [await member(), await createEvent({ closesAt: Date.now() + HOUR })]
    await createRequest({ eventId: event.id })
    const close = (closesAt: number) =>
      write([sql`UPDATE events SET closes_at = ${closesAt} WHERE id = ${event.id}`])
    // Simulates a later time: the closing time has passed.
    await close(Date.now() - 1)
    expect(await freezeRoll(event.id)).toBe(true)
    await close(Date.now() + HOUR)
    expect((await ask(mia, event.id)).refusal).toBeUndefined()
    await close(Date.now() - 1)
    await freezeRoll(event.id)
    const [roll] = await db().select().from(rolls).where(isNull(rolls.supersededAt))
    expect(roll?.number).toBe(2)
    expect(roll?.roll.trim().split('\n')).toHaveLength(2)
  })

  test('is refused when a draw was made in that time', async () => {
    const mia = await member()
    const { event } = await drawnEvent(['2'])
    await write([
      sql`UPDATE events SET closed_at = NULL, closes_at = ${Date.now() + HOUR} WHERE id = ${event.id}`,
    ])
    expect((await ask(mia, event.id)).refusal).toBe('not-open')
  })
})

describe('asking', () => {
  test('writes the request, its code, its audit entry and its receipt', async () => {
    const [mia, event] = [await member(), await createEvent({ name: 'Gala' })]
    const done = await ask(mia, event.id, { sizes: [4, 2, 1], note: 'At the aisle' })
    expect(done).toEqual({ refusal: undefined, outcome: 'made' })
    const row = await readRequest(event.id)
    expect(row).toMatchObject({ sizes: '4,2,1', note: 'At the aisle', enteredBy: null, version: 1 })
    expect(await db().select().from(entryCodes)).toHaveLength(1)
    expect((await lastAudited('request.made')).after).toMatchObject({ sizes: '4,2,1' })
    const [mail] = await mailsOf('request-receipt')
    expect(mail).toMatchObject({ to: mia.email, reasonKey: `request-receipt:${row?.id}:1` })
    expect(mail?.text).toContain('You asked for: 4, or else 2, or else 1')
    expect(mail?.text).toContain('Requests close: ')
  })

  test('is judged when it is written, whatever the page showed', async () => {
    const mia = await member()
    const past = { opensAt: Date.now() - 5 * HOUR }
    const cases = [
      await createEvent({ ...past, closesAt: Date.now() - 1 }),
      await createEvent({ closedAt: 1 }),
      await createEvent({ cancelledAt: Date.now() }),
      await createEvent({ ...past, finalizedAt: 1 }),
    ]
    for (const event of cases) {
      expect((await ask(mia, event.id)).refusal).toBe('not-open')
      expect(await readRequest(event.id)).toBeUndefined()
    }
    expect(await mailsOf('request-receipt')).toEqual([])
    expect(await auditedActions()).toEqual([])
  })

  test('behind other writes is judged when its turn comes', async () => {
    const [mia, event] = [await member(), await createEvent()]
    const soon = Date.now() + 150
    await write([sql`UPDATE events SET closes_at = ${soon} WHERE id = ${event.id}`])
    const other = createClient({ url: `file:${database.file()}` })
    const held = await other.transaction('write')
    const waiting = ask(mia, event.id)
    await new Promise(resolve => setTimeout(resolve, 250))
    await held.rollback()
    other.close()
    expect((await waiting).refusal).toBe('not-open')
  })

  test('for another organizer’s draft is not found', async () => {
    const event = await createEvent({ opensAt: null })
    expect((await ask(await member(), event.id)).refusal).toBe('not-found')
    expect((await ask(await member(), 'nothing')).refusal).toBe('not-found')
  })

  test('for more than the most per request is refused', async () => {
    const event = await createEvent({ mostPerRequest: 3 })
    expect((await ask(await member(), event.id, { sizes: [4, 1] })).refusal).toBe('too-many')
    expect((await ask(await member(), event.id, { sizes: [3, 1] })).refusal).toBeUndefined()
  })

  test('twice, from two tabs, makes one request', async () => {
    const [mia, event] = [await member(), await createEvent()]
    const both = await Promise.all([ask(mia, event.id), ask(mia, event.id, { sizes: [3] })])
    expect(both.map(done => done.refusal)).toEqual([undefined, 'stale'])
    expect((await readRequest(event.id))?.sizes).toBe('2,1')
    expect(await mailsOf('request-receipt')).toHaveLength(1)
  })
})

describe('changing', () => {
  const begin = async () => {
    const [mia, event] = [await member(), await createEvent()]
    const at = Date.now() - HOUR
    const row = await createRequest({
      eventId: event.id,
      userId: mia.userId,
      sizes: '4,2,1',
      createdAt: at,
      changedAt: at,
      raisedAt: at,
    })
    return { mia, event, row, at }
  }

  test('keeps the place in line unless it adds or raises a size', async () => {
    const { mia, event, at } = await begin()
    await ask(mia, event.id, { sizes: [2, 1], version: 1 })
    expect((await readRequest(event.id))?.raisedAt).toBe(at)
    expect((await readRequest(event.id))?.changedAt).toBeGreaterThan(at)
    await ask(mia, event.id, { sizes: [2, 1], note: 'Please', version: 2 })
    expect((await readRequest(event.id))?.raisedAt).toBe(at)
    await ask(mia, event.id, { sizes: [3, 1], version: 3 })
    expect((await readRequest(event.id))?.raisedAt).toBeGreaterThan(at)
  })

  test('sends one receipt for each change, and none without a change', async () => {
    const { mia, event } = await begin()
    await ask(mia, event.id, { sizes: [4], version: 1 })
    const again = await ask(mia, event.id, { sizes: [4], version: 2 })
    expect(again).toEqual({ refusal: undefined, outcome: 'same' })
    expect((await mailsOf('request-receipt')).map(mail => mail.subject)).toEqual([
      `Request changed: ${event.name}`,
    ])
    expect(await lastAudited('request.changed')).toMatchObject({
      before: { sizes: '4,2,1' },
      after: { sizes: '4' },
    })
  })

  test('from a stale tab changes nothing', async () => {
    const { mia, event } = await begin()
    await ask(mia, event.id, { sizes: [4], version: 1 })
    expect((await ask(mia, event.id, { sizes: [1], version: 1 })).refusal).toBe('stale')
    expect((await readRequest(event.id))?.sizes).toBe('4')
  })

  test('after closing is refused, even when it would change nothing', async () => {
    const { mia, event } = await begin()
    await write([sql`UPDATE events SET closed_at = 1`])
    expect((await ask(mia, event.id, { sizes: [1], version: 1 })).refusal).toBe('not-open')
    expect((await ask(mia, event.id, { sizes: [4, 2, 1], version: 1 })).refusal).toBe('not-open')
    expect((await readRequest(event.id))?.version).toBe(1)
  })
})

describe('withdrawing', () => {
  test('deletes the request; the audit trail keeps it, and asking again makes a new one', async () => {
    const [mia, event] = [await member(), await createEvent()]
    await ask(mia, event.id)
    const [code] = await db().select().from(entryCodes)
    const seen = { requestId: await standing(event.id), version: 1 }
    const done = await withdrawRequest(mia, { eventId: event.id, userId: mia.userId, ...seen })
    expect(done.refusal).toBeUndefined()
    expect(await readRequest(event.id)).toBeUndefined()
    expect((await lastAudited('request.withdrawn')).before).toMatchObject({ sizes: '2,1' })
    await ask(mia, event.id)
    expect(await db().select().from(entryCodes)).toEqual([code])
    expect((await mailsOf('request-receipt')).map(mail => mail.subject).sort()).toEqual([
      `Request received: ${event.name}`,
      `Request received: ${event.name}`,
      `Request withdrawn: ${event.name}`,
    ])
  })

  test('removes a pin too, and the audit trail says so', async () => {
    const owner = await createUser({ role: 'organizer' })
    const [mia, event] = [await member(), await createEvent({ ownerId: owner.id })]
    await ask(mia, event.id)
    const requestId = await standing(event.id)
    const pin = { requestId, amount: 1, reason: 'Host' }
    expect((await pinRequest(event.id, viewerOf(owner), pin)).refusal).toBeUndefined()
    const target = { eventId: event.id, userId: mia.userId, requestId, version: 1 }
    expect((await withdrawRequest(mia, target)).refusal).toBeUndefined()
    expect(await db().select().from(pins)).toEqual([])
    expect((await lastAudited('draw.unpinned')).before).toEqual(pin)
  })

  test('is refused after closing, from a stale page, and without a request', async () => {
    const [mia, event] = [await member(), await createEvent()]
    await ask(mia, event.id)
    const requestId = await standing(event.id)
    const withdraw = (version: number, userId = mia.userId) =>
      withdrawRequest(mia, { eventId: event.id, userId, requestId, version })
    expect((await withdraw(7)).refusal).toBe('stale')
    await write([sql`UPDATE events SET closed_at = 1`])
    expect((await withdraw(1)).refusal).toBe('not-open')
    expect((await withdraw(1, 'nobody')).refusal).toBe('not-found')
    expect(await readRequest(event.id)).toBeDefined()
  })

  test('and asking again leaves a tab with the old request unable to change the new one', async () => {
    const [mia, event] = [await member(), await createEvent()]
    const mine = { eventId: event.id, userId: mia.userId }
    await ask(mia, event.id)
    const seen = { requestId: await standing(event.id), version: 1 }
    await withdrawRequest(mia, { ...mine, ...seen })
    await ask(mia, event.id, { sizes: [5] })
    expect((await readRequest(event.id))?.version).toBe(1)
    expect((await ask(mia, event.id, { ...seen, sizes: [2] })).refusal).toBe('stale')
    expect((await withdrawRequest(mia, { ...mine, ...seen })).refusal).toBe('stale')
    expect((await readRequest(event.id))?.sizes).toBe('5')
  })
})

describe('on behalf of somebody else', () => {
  test('the organizer of the event asks; the person is asked by mail, and reads who did it', async () => {
    const olga = viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
    const [mia, event] = [await member(), await createEvent({ ownerId: olga.userId })]
    await ask(olga, event.id, { userId: mia.userId })
    expect(await readRequest(event.id)).toMatchObject({
      userId: mia.userId,
      enteredBy: olga.userId,
      confirmedAt: null,
    })
    const [mail] = await mailsOf('did-you-ask')
    expect(mail).toMatchObject({ to: mia.email, subject: `Did you ask for this? ${event.name}` })
    expect(mail?.text).toContain('Olga entered this request for you.')
    expect(mail?.text).toContain('Asked for: 2, or else 1')
    expect(mail?.text).toContain(`/events/${event.id}/request`)
    expect(mail?.text).toMatch(
      /takes part in the draw either way.*please confirm it before requests close\. Only then does it count/,
    )
    expect(await mailsOf('request-receipt')).toEqual([])
    expect((await lastAudited('request.made')).actorId).toBe(olga.userId)
  })

  describe('under the order first-come', () => {
    /** A member's request that others change, each change a moment after the one before. */
    async function asked(sizes = '2,1') {
      const olga = viewerOf(await createUser({ role: 'organizer', name: 'Olga' }))
      const [mia, event] = [await member(), await createEvent({ ownerId: olga.userId })]
      const at = Date.now() - HOUR
      const times = { createdAt: at, changedAt: at, raisedAt: at }
      await createRequest({ eventId: event.id, userId: mia.userId, sizes, ...times })
      const change = async (person: Person, sizes: number[]) => {
        await new Promise(resolve => setTimeout(resolve, 3))
        const { version = 0 } = (await readRequest(event.id)) ?? {}
        const done = await ask(person, event.id, { userId: mia.userId, sizes, version })
        expect(done.refusal).toBeUndefined()
        return (await readRequest(event.id))?.raisedAt ?? 0
      }
      return { olga, mia, at, change }
    }

    test('a size that an organizer adds counts from then, and costs nothing once it is removed', async () => {
      const { olga, at, change } = await asked()
      const added = await change(olga, [4, 2, 1])
      expect(added).toBeGreaterThan(at)
      const addedTwice = await change(olga, [8, 4, 2, 1])
      expect(addedTwice).toBeGreaterThan(added)
      expect(await change(olga, [4, 2])).toBe(added)
      expect(await change(olga, [2, 1])).toBe(at)
    })

    test('the same when the members themselves remove what was added for them', async () => {
      const { olga, mia, at, change } = await asked()
      await change(olga, [4, 2, 1])
      expect(await change(mia, [2, 1])).toBe(at)
    })

    test('the same when the organizer ticked another size by mistake', async () => {
      const { olga, at, change } = await asked('2')
      expect(await change(olga, [3])).toBeGreaterThan(at)
      expect(await change(olga, [2])).toBe(at)
    })

    test('(control) a size that members add themselves counts from then, even once removed', async () => {
      const { olga, mia, at, change } = await asked()
      const added = await change(mia, [4, 2, 1])
      expect(added).toBeGreaterThan(at)
      expect(await change(mia, [2, 1])).toBe(added)
      expect(await change(olga, [2])).toBe(added)
      expect(await change(mia, [2, 1])).toBeGreaterThan(added)
    })
  })

  test('nobody else asks, changes or withdraws', async () => {
    const [mia, event] = [await member(), await createEvent()]
    await createRequest({ eventId: event.id, userId: mia.userId })
    const strangers = [
      await member(),
      viewerOf(await createUser({ role: 'organizer', name: 'Otto' })),
    ]
    for (const person of strangers) {
      const change = await ask(person, event.id, { userId: mia.userId, version: 1 })
      expect(change.refusal).toBe('not-found')
      const seen = { requestId: await standing(event.id), version: 1 }
      const target = { eventId: event.id, userId: mia.userId, ...seen }
      expect((await withdrawRequest(person, target)).refusal).toBe('not-found')
    }
    expect(await readRequest(event.id)).toMatchObject({ sizes: '2,1', version: 1 })
  })

  test('nobody asks for people who are unknown or inactive', async () => {
    const event = await createEvent()
    const ada = viewerOf(await createUser({ role: 'admin' }))
    const gone = await createUser({ deactivatedAt: 1 })
    expect((await ask(ada, event.id, { userId: gone.id })).refusal).toBe('no-person')
    expect((await ask(ada, event.id, { userId: 'nobody' })).refusal).toBe('no-person')
  })
})
