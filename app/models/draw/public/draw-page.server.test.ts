import { eq } from 'drizzle-orm'
import { describe, expect, test } from 'vitest'
import { parseRoll, rollHashOf } from '#app/allocation/roll.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { findDrawDocument, findDrawnDocument } from '#app/models/draw/drawn-document.server.ts'
import * as log from '#app/routes/events.$eventId.draws._index.tsx'
import * as drawPage from '#app/routes/events.$eventId.draws.$number.tsx'
import * as rollFile from '#app/routes/events.$eventId.draws.roll[.]txt.ts'
import { testDatabase } from '#app/testing/database.ts'
import { crowdedEvent } from '#app/testing/draws.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { load } from '#app/testing/routes.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { readDrawPage, readDrawView } from './draw-page.server.ts'

testDatabase()

const view = (search = '') => readDrawView(new URLSearchParams(search))

async function drawnFor(people: number) {
  const { event, viewer } = await crowdedEvent(people)
  await makeDraw(event.id, 1, viewer)
  const { ranking = [] } = (await findDrawDocument(event.id, 1)) ?? {}
  return { event, ranking }
}

describe('the order of a draw of 230', () => {
  test('is shown a hundred at a time, with places numbered throughout', async () => {
    const { event, ranking } = await drawnFor(230)
    const codesOn = async (search: string) => {
      const page = await readDrawPage(event.id, 1, view(search))
      expect(page).toMatchObject({ total: 230, pages: 3 })
      return page?.entries.map(({ place, code }) => [place, code])
    }
    const rows = ranking.map((code, at) => [at + 1, code])
    expect(await codesOn('')).toEqual(rows.slice(0, 100))
    expect(await codesOn('page=2')).toEqual(rows.slice(100, 200))
    expect(await codesOn('page=3')).toEqual(rows.slice(200))
    expect(await codesOn('page=900')).toEqual(rows.slice(200))
    for (const nonsense of ['page=-1', 'page=1.5', 'page=x', `code=${'x'.repeat(101)}`]) {
      expect(await codesOn(nonsense)).toEqual(rows.slice(0, 100))
    }
  })

  test('opens at the page of a code, and says so when there is no such code', async () => {
    const { event, ranking } = await drawnFor(230)
    const viewer = viewerOf(await createUser())
    const look = (search: string) =>
      load(drawPage.loader, {
        viewer,
        params: { eventId: event.id, number: '1' },
        path: `/events/${event.id}/draws/1?${search}`,
      })
    const code = ranking[147]
    const answer = await look(`code=${code}`)
    expect(answer.status).toBe(303)
    expect(answer.headers.get('Location')).toBe(`/events/${event.id}/draws/1?page=2#${code}`)
    const byPhone = await look(`code=+${code?.toUpperCase()}`)
    expect(byPhone.headers.get('Location')).toBe(answer.headers.get('Location'))
    const none = await look('code=nobody')
    expect((await none.json()).made.draw).toMatchObject({ page: 1, missing: 'nobody' })
  })

  test("links to one's own place without a code that others may read", async () => {
    const { event, ranking } = await drawnFor(230)
    const page = await readDrawPage(event.id, 1, view(), ranking[200])
    expect(page?.myPage).toBe(3)
    expect((await readDrawPage(event.id, 1, view(), 'nobody'))?.myPage).toBeNull()
  })

  test('is checked once for everybody who looks at the same time, even more than may wait in line', async () => {
    const { event } = await drawnFor(230)
    const looks = Array.from({ length: 60 }, () => readDrawPage(event.id, 1, view()))
    for (const page of await Promise.all(looks)) {
      expect(page?.verification).toMatchObject({ holds: true })
    }
  })

  test('has no document under another number', async () => {
    const { event } = await drawnFor(3)
    for (const number of [0, 2, 1.5, -1, Number.NaN, Number.POSITIVE_INFINITY]) {
      expect(await findDrawDocument(event.id, number)).toBeUndefined()
    }
    expect((await findDrawnDocument(event.id, 'last'))?.document.draw).toBe(1)
  })
})

describe('the frozen roll', () => {
  test('is on the page while it is short, and always available as a file', async () => {
    const viewer = viewerOf(await createUser())
    for (const [people, isShown] of [
      [100, true],
      [101, false],
    ] as const) {
      const { event } = await drawnFor(people)
      const params = { eventId: event.id }
      const page = await (await load(log.loader, { viewer, params })).json()
      expect(page.log.roll).toMatchObject({ entries: people })
      expect(page.log.roll.text !== null).toBe(isShown)
      const file = await (await load(rollFile.loader, { viewer, params })).text()
      expect(parseRoll(file)).toHaveLength(people)
      expect(rollHashOf(file)).toBe(page.log.roll.rollHash)
    }
  })

  test('of an event that never opened is only for people who manage it', async () => {
    const { event, viewer } = await crowdedEvent(2)
    await makeDraw(event.id, 1, viewer)
    await write([
      db()
        .update(events)
        .set({ opensAt: null, closedAt: null, closesAt: Date.now() - 1 })
        .where(eq(events.id, event.id)),
    ])
    const answerTo = async (reader: typeof viewer) =>
      (await load(rollFile.loader, { viewer: reader, params: { eventId: event.id } })).status
    expect(await answerTo(viewer)).toBe(200)
    expect(await answerTo(viewerOf(await createUser()))).toBe(404)
  })

  test('does not exist before it is frozen', async () => {
    const { event } = await crowdedEvent(2)
    const viewer = viewerOf(await createUser())
    const answer = await load(rollFile.loader, { viewer, params: { eventId: event.id } })
    expect(answer.status).toBe(404)
  })
})
