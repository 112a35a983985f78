import { sql } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { errorsOf, load, submit, typedIn } from '#app/testing/routes.ts'
import { mailsOf } from '#app/testing/trail.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { requests } from '#db/schema.ts'
import * as eventPage from './events.$eventId._index.tsx'
import * as mine from './events.$eventId.request._index.tsx'
import * as withdrawal from './events.$eventId.request.withdrawal.tsx'
import * as all from './events.$eventId.requests._index.tsx'
import * as one from './events.$eventId.requests.$requestId._index.tsx'
import * as oneWithdrawal from './events.$eventId.requests.$requestId.withdrawal.tsx'
import * as behalf from './events.$eventId.requests.new.tsx'

testDatabase()

const member = async (name = 'Mia') => viewerOf(await createUser({ name }))
const admin = async () => viewerOf(await createUser({ role: 'admin', name: 'Ada' }))
const at = (eventId: string, viewer: Viewer, more: Record<string, string> = {}) => ({
  params: { eventId, ...more },
  viewer,
})
const rows = () => db().select().from(requests)

describe('my request', () => {
  test('is made by ticking, and the page then is the receipt', async () => {
    const [mia, event] = [await member(), await createEvent()]
    const form = { sizes: ['1', '4', '2'], note: '', version: '0' }
    const answer = await submit(mine.action, { ...at(event.id, mia), form })
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(`/events/${event.id}/request`)
    const page = await (await load(mine.loader, at(event.id, mia))).json()
    expect(page.request).toMatchObject({ asked: '4, or else 2, or else 1', version: 1 })
    expect(page.closes).toMatch(/ CES?T\b/)
  })

  test.each([
    [{}],
    [{ sizes: '' }],
    [{ sizes: '0' }],
    [{ sizes: '-2' }],
    [{ sizes: ['1', 'x'] }],
    [{ sizes: '9' }],
    [{ sizes: '1'.repeat(30) }],
  ])('sent as %j comes back with a message at the boxes', async sent => {
    const [mia, event] = [await member(), await createEvent()]
    const form = { ...sent, note: 'kept' }
    const answer = await submit(mine.action, { ...at(event.id, mia), form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer))[0]).toMatch(/^sizes/)
    expect((await typedIn(answer)).note).toBe('kept')
    expect(await rows()).toEqual([])
  })

  test('sent after closing says so, keeps what was chosen and shows no button', async () => {
    const [mia, event] = [await member(), await createEvent({ closedAt: 1 })]
    const form = { sizes: ['4', '2'], note: 'Please' }
    const answer = await submit(mine.action, { ...at(event.id, mia), form })
    expect(answer.status).toBe(422)
    expect((await errorsOf(answer))['']?.[0]).toMatch(/not open, so nothing was saved/)
    expect(await typedIn(answer)).toMatchObject({ sizes: ['4', '2'], note: 'Please' })
    expect((await (await load(mine.loader, at(event.id, mia))).json()).isOpen).toBe(false)
    expect(await rows()).toEqual([])
  })

  test.each([
    ['by hand', { closedAt: Date.UTC(2126, 0, 1, 12) }, '1 January 2126'],
    ['by a cancellation', { cancelledAt: Date.UTC(2126, 0, 2, 12) }, '2 January 2126'],
    ['as planned, and un-finalized later', { closedAt: Date.UTC(2126, 0, 9) }, '5 January 2126'],
  ])('closed %s says that time, as the event does', async (_how, times, day) => {
    const mia = await member()
    const event = await createEvent({ ...times, closesAt: Date.UTC(2126, 0, 5, 12) })
    await createRequest({ eventId: event.id, userId: mia.userId })
    const receipt = await (await load(mine.loader, at(event.id, mia))).json()
    const { facts } = await (await load(eventPage.loader, at(event.id, mia))).json()
    expect(receipt.closes).toContain(day)
    expect(facts).toContainEqual(['Requests closed', receipt.closes])
  })

  test('is withdrawn on a separate page; looking at that page changes nothing', async () => {
    const [mia, event] = [await member(), await createEvent()]
    const { id } = await createRequest({ eventId: event.id, userId: mia.userId })
    expect((await load(withdrawal.loader, at(event.id, mia))).status).toBe(200)
    expect(await rows()).toHaveLength(1)
    const form = { requestId: id, version: '1' }
    expect((await submit(withdrawal.action, { ...at(event.id, mia), form })).status).toBe(303)
    expect(await rows()).toEqual([])
    expect((await load(withdrawal.loader, at(event.id, mia))).status).toBe(404)
  })

  test('is mine: nothing that I send touches another’s', async () => {
    const [mia, max, event] = [await member(), await member('Max'), await createEvent()]
    await createRequest({ eventId: event.id, userId: max.userId, note: 'secret' })
    const form = { sizes: '1', version: '1', userId: max.userId, requestId: 'x' }
    expect((await submit(mine.action, { ...at(event.id, mia), form })).status).toBe(422)
    expect(await rows()).toMatchObject([{ userId: max.userId, sizes: '2,1' }])
    const page = await (await load(mine.loader, at(event.id, mia))).text()
    expect(page).not.toContain('secret')
  })
})

describe('my request that somebody else entered', () => {
  async function entered() {
    const [mia, ada, event] = [await member(), await admin(), await createEvent()]
    const { id } = await createRequest({
      ...{ eventId: event.id, userId: mia.userId, enteredBy: ada.userId },
    })
    const press = (version = '1') => {
      const form = { intent: 'confirm', requestId: id, version }
      return submit(mine.action, { ...at(event.id, mia), form })
    }
    const shown = async () => (await load(mine.loader, at(event.id, mia))).json()
    const listed = async () => (await load(all.loader, at(event.id, ada))).json()
    const single = async () => (await load(one.loader, at(event.id, ada, { requestId: id }))).json()
    return { press, shown, listed, single }
  }

  test('is confirmed by one press, and everybody concerned reads so', async () => {
    const { press, shown, listed, single } = await entered()
    expect((await shown()).request).toMatchObject({ isConfirmed: false })
    expect((await listed()).rows[0].enteredBy).toBe('Ada, not confirmed')
    expect((await single()).request.enteredBy).toBe('Ada, not confirmed')
    for (const _ of ['once', 'twice']) {
      const answer = await press()
      expect(answer.status).toBe(303)
      expect(answer.headers.get('Location')).toMatch(/\/request$/)
    }
    expect((await shown()).request).toMatchObject({ enteredBy: 'Ada, confirmed by you' })
    expect((await listed()).rows[0].enteredBy).toBe('Ada, confirmed')
    expect((await single()).request.enteredBy).toBe('Ada, confirmed')
  })

  test('stays unconfirmed when it was changed since, or requests are closed, and the page says so', async () => {
    const { press } = await entered()
    const stale = await press('7')
    expect([stale.status, await errorsOf(stale)]).toMatchObject([
      422,
      { '': [expect.stringContaining('changed after this page was shown')] },
    ])
    await write([sql`UPDATE events SET closed_at = 1`])
    const late = await press()
    expect([late.status, await errorsOf(late)]).toMatchObject([
      422,
      { '': [expect.stringContaining('you can no longer confirm this one')] },
    ])
    expect(await rows()).toMatchObject([{ confirmedAt: null }])
  })
})

describe('my requests, changed very often', () => {
  async function busyMember() {
    const [mia, event] = [await member(), await createEvent()]
    const change = async (turn: number, note = '') => {
      const [row] = await rows()
      const sizes = turn % 2 === 0 ? ['2', '1'] : ['1']
      const form = { sizes, note, requestId: row?.id ?? '', version: String(row?.version ?? 0) }
      return submit(mine.action, { ...at(event.id, mia), form })
    }
    const withdraw = async () => {
      const [row] = await rows()
      const form = { requestId: row?.id ?? '', version: String(row?.version) }
      return submit(withdrawal.action, { ...at(event.id, mia), form })
    }
    return { mia, event, change, withdraw }
  }

  test('are refused for a while after forty changes, with what was chosen kept', async () => {
    const { mia, event, change, withdraw } = await busyMember()
    for (let turn = 0; turn < 39; turn += 1) expect((await change(turn)).status).toBe(303)
    expect((await withdraw()).status).toBe(303)
    const answer = await change(1, 'Please')
    expect(answer.status).toBe(429)
    expect(Number(answer.headers.get('Retry-After'))).toBeGreaterThan(500)
    expect((await errorsOf(answer))['']?.[0]).toMatch(/nothing was saved. Wait 10 minutes and/)
    expect(await typedIn(answer)).toMatchObject({ sizes: '1', note: 'Please' })
    expect(await rows()).toEqual([])
    expect(await mailsOf('request-receipt')).toHaveLength(40)

    // Another member may go on, and so may an organizer who enters the request for them.
    const ben = await member('Ben')
    const form = { sizes: ['2'], note: '', version: '0' }
    expect((await submit(mine.action, { ...at(event.id, ben), form })).status).toBe(303)
    const onBehalf = { ...at(event.id, await admin()), form: { ...form, userId: mia.userId } }
    expect((await submit(behalf.action, onBehalf)).status).toBe(303)
  })

  test('nor withdrawn; the page of each hands the time to wait on', async () => {
    const { change, withdraw } = await busyMember()
    for (let turn = 0; turn < 40; turn += 1) await change(turn)
    const answer = await withdraw()
    expect(answer.status).toBe(429)
    expect(await rows()).toHaveLength(1)
    const actionHeaders = answer.headers
    for (const route of [mine, withdrawal]) {
      const shown = route.headers({ actionHeaders } as never)
      expect(new Headers(shown).get('Retry-After')).toBe(answer.headers.get('Retry-After'))
    }
  })

  test('(control) what changes nothing or is refused does not count', async () => {
    const { mia, event, change } = await busyMember()
    await change(0)
    for (let turn = 0; turn < 30; turn += 1) {
      expect((await change(0)).status).toBe(303)
      const stale = { sizes: ['1'], note: '', version: '7' }
      expect((await submit(mine.action, { ...at(event.id, mia), form: stale })).status).toBe(422)
    }
    expect(await rows()).toMatchObject([{ version: 1 }])
    expect((await change(1)).status).toBe(303)
  })
})

describe('all requests', () => {
  async function withThree() {
    const event = await createEvent()
    const people = [
      ['Zoe', '1', 3],
      ['Ben 100%', '4,2', 1],
      ['anna', '2', 2],
    ] as const
    for (const [name, sizes, changedAt] of people) {
      const user = await createUser({ name })
      await createRequest({
        eventId: event.id,
        userId: user.id,
        sizes,
        changedAt,
        note: `n${name}`,
      })
    }
    const ada = await admin()
    const names = async (query: string) => {
      const path = `/events/${event.id}/requests${query}`
      const page = await (await load(all.loader, { ...at(event.id, ada), path })).json()
      return page.rows.map((row: { name: string }) => row.name)
    }
    return { event, ada, names }
  }

  test('are searched and sorted by the address', async () => {
    const { names } = await withThree()
    expect(await names('')).toEqual(['anna', 'Ben 100%', 'Zoe'])
    expect(await names('?direction=down')).toEqual(['Zoe', 'Ben 100%', 'anna'])
    expect(await names('?sort=time')).toEqual(['Ben 100%', 'anna', 'Zoe'])
    expect(await names('?sort=size&direction=down')).toEqual(['Ben 100%', 'anna', 'Zoe'])
    expect(await names('?q=ann')).toEqual(['anna'])
    expect(await names('?q=100%25')).toEqual(['Ben 100%'])
    expect(await names('?q=%25')).toEqual(['Ben 100%'])
    expect(await names('?q=_')).toEqual([])
    expect(await names('?sort=x&page=-4&direction=z')).toHaveLength(3)
    expect(await names('?page=999')).toHaveLength(3)
  })

  test('come in pages', async () => {
    const event = await createEvent()
    for (let i = 0; i < 51; i += 1) await createRequest({ eventId: event.id })
    const ada = await admin()
    const read = async (page: number) => {
      const path = `/events/${event.id}/requests?page=${page}`
      return (await load(all.loader, { ...at(event.id, ada), path })).json()
    }
    expect(await read(1)).toMatchObject({ pages: 2, count: 51, rows: { length: 50 } })
    expect((await read(2)).rows).toHaveLength(1)
  })

  test('are the organizers’ alone', async () => {
    const { event } = await withThree()
    const [row] = await rows()
    const params = { requestId: row?.id ?? '' }
    for (const viewer of [
      await member(),
      viewerOf(await createUser({ role: 'organizer', name: 'Otto' })),
    ]) {
      for (const { loader } of [all, behalf, one, oneWithdrawal])
        expect((await load(loader, at(event.id, viewer, params))).status).toBe(404)
      for (const { action } of [one, oneWithdrawal]) {
        const form = { sizes: '1', version: '1' }
        expect((await submit(action, { ...at(event.id, viewer, params), form })).status).toBe(404)
      }
    }
    expect(await rows()).toHaveLength(3)
  })

  test('of another event are not found at this one', async () => {
    const { ada } = await withThree()
    const other = await createEvent()
    const [row] = await rows()
    const here = at(other.id, ada, { requestId: row?.id ?? '' })
    expect((await load(one.loader, here)).status).toBe(404)
    const form = { sizes: '1', version: '1' }
    expect((await submit(one.action, { ...here, form })).status).toBe(404)
    expect((await submit(oneWithdrawal.action, { ...here, form })).status).toBe(404)
  })
})

describe('an organizer', () => {
  test('finds a person who has not asked yet, and asks for them', async () => {
    const [ada, event] = [await admin(), await createEvent()]
    const [mia] = [await member('Mia Novak'), await createUser({ name: 'Mia', deactivatedAt: 1 })]
    const path = `/events/${event.id}/requests/new?q=mia`
    const search = async () =>
      (await (await load(behalf.loader, { ...at(event.id, ada), path })).json()).people
    expect(await search()).toMatchObject([{ name: 'Mia Novak' }])
    const form = { userId: mia.userId, sizes: ['2'], note: 'By phone' }
    expect((await submit(behalf.action, { ...at(event.id, ada), form })).status).toBe(303)
    expect(await rows()).toMatchObject([{ userId: mia.userId, enteredBy: ada.userId }])
    expect(await search()).toEqual([])
    const again = await submit(behalf.action, { ...at(event.id, ada), form })
    expect((await errorsOf(again)).userId).toEqual(['This person has already asked.'])
  })

  test.each([[undefined], ['nobody'], ['x'.repeat(200)]])('cannot ask for %j', async userId => {
    const [ada, event] = [await admin(), await createEvent()]
    const form = { sizes: '2', note: 'kept', ...(userId && { userId }) }
    const answer = await submit(behalf.action, { ...at(event.id, ada), form })
    expect(answer.status).toBe(422)
    expect(Object.keys(await errorsOf(answer))).toEqual(['userId'])
    expect((await typedIn(answer)).note).toBe('kept')
  })

  test('changes and withdraws only while the event is open', async () => {
    const [ada, event] = [await admin(), await createEvent()]
    const { id: requestId } = await createRequest({ eventId: event.id })
    const here = at(event.id, ada, { requestId })
    const change = { ...here, form: { sizes: ['3', '1'], version: '1', requestId } }
    expect((await submit(one.action, change)).status).toBe(303)
    expect(await rows()).toMatchObject([{ sizes: '3,1', enteredBy: ada.userId }])
    await write([sql`UPDATE events SET closed_at = 1`])
    const late = { ...here, form: { sizes: '1', version: '2', requestId } }
    expect((await submit(one.action, late)).status).toBe(422)
    expect((await submit(oneWithdrawal.action, late)).status).toBe(422)
    expect(await rows()).toMatchObject([{ sizes: '3,1' }])
    await write([sql`UPDATE events SET closed_at = NULL`])
    expect((await submit(oneWithdrawal.action, late)).status).toBe(303)
    expect(await rows()).toEqual([])
  })
})
