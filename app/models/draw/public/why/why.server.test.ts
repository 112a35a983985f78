import { expect, test } from 'vitest'
import type { Rule } from '#app/allocation/types.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { findDrawDocument } from '#app/models/draw/drawn-document.server.ts'
import { defaultChoice, recordChoice } from '#app/models/draw/preparing/choice.server.ts'
import { readDrawPage, readDrawView } from '#app/models/draw/public/draw-page.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { crowdedEvent } from '#app/testing/draws.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { entryCodes } from '#db/schema.ts'
import { findWhy } from './why.server.ts'

testDatabase()

async function drawnFor(people: number, rule: Rule = 'fair-share') {
  const { event, viewer } = await crowdedEvent(people)
  await write([recordChoice(event.id, 1, { ...defaultChoice, rule }, viewer)])
  await makeDraw(event.id, 1, viewer)
  const document = await findDrawDocument(event.id, 1)
  const userOf = new Map((await db().select().from(entryCodes)).map(row => [row.code, row.userId]))
  const personAt = (place: number) => {
    const code = document?.ranking[place - 1] ?? ''
    return { code, userId: userOf.get(code) ?? '' }
  }
  return { event, personAt }
}

test('an answer names the page of the draw that has the code', async () => {
  const { event, personAt } = await drawnFor(230)
  for (const [place, page] of [
    [1, 1],
    [100, 1],
    [101, 2],
    [230, 3],
  ] as const) {
    const { code, userId } = personAt(place)
    expect(await findWhy(event.id, userId)).toMatchObject({ code, page })
    const view = readDrawView(new URLSearchParams({ page: String(page) }))
    const shown = await readDrawPage(event.id, 1, view)
    expect(shown?.entries.map(entry => entry.code)).toContain(code)
  }
})

test('the cost of more is computed for as many people as a thread can serve; others get the short answer', async () => {
  const { event, personAt } = await drawnFor(400, 'most-people')
  const askers = Array.from({ length: 80 }, (_, i) => personAt(i + 1).userId)
  const costs = (answers: readonly ({ sentences: string[] } | undefined)[]) =>
    answers.filter(answer => answer?.sentences.some(line => /at best|just as good/.test(line)))
  const atOnce = await Promise.all(askers.map(userId => findWhy(event.id, userId)))
  for (const answer of atOnce) expect(answer?.sentences.at(-1)).toMatch(/^So you got/)
  const later = []
  for (const userId of askers) later.push(await findWhy(event.id, userId))
  expect(costs(later).length).toBeGreaterThan(20)
  expect(costs(atOnce).length).toBeGreaterThan(0)
  expect(costs(atOnce).length).toBeLessThanOrEqual(10)
  const again = await Promise.all(askers.map(userId => findWhy(event.id, userId)))
  expect(again).toEqual(later)
})

test('nobody else gets an answer', async () => {
  const { event } = await drawnFor(3)
  expect(await findWhy(event.id, 'nobody')).toBeUndefined()
  expect(await findWhy('nowhere', 'nobody')).toBeUndefined()
})
