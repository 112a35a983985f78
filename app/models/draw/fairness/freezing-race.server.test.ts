import { eq, sql } from 'drizzle-orm'
import { expect, test, vi } from 'vitest'
import { parseRoll } from '#app/allocation/roll.ts'
import { makeDraw } from '#app/models/draw/draw.server.ts'
import { freezeRoll } from '#app/models/draw/freezing.server.ts'
import { defaultChoice } from '#app/models/draw/preparing/choice.server.ts'
import * as rolls from '#app/models/draw/roll.server.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent, sealedEvent } from '#app/testing/draws.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, requests, ruleChoices } from '#db/schema.ts'

testDatabase()

async function publish(eventId: string, viewer: Viewer) {
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const order = { allocationVersion: row?.allocationVersion ?? 0, withMail: false }
  expect((await finalize(eventId, viewer, order)).refusal).toBeUndefined()
}

/** Two events of the same two people, the second by weight and about to be frozen. */
async function twoEvents() {
  const first = await drawnEvent(['1', '1'], 1)
  const second = await sealedEvent(['1', '1'], 1)
  for (const [index, { id }] of second.asked.entries())
    await write([
      sql`UPDATE requests SET user_id = ${first.asked[index]?.userId} WHERE id = ${id}`,
      sql`UPDATE OR IGNORE entry_codes SET user_id = ${first.asked[index]?.userId}
        WHERE event_id = ${second.event.id} AND user_id = ${second.asked[index]?.userId}`,
    ])
  await write([
    db()
      .insert(ruleChoices)
      .values({
        ...defaultChoice,
        order: 'weighted',
        eventId: second.event.id,
        draw: 1,
        chosenAt: 2,
      }),
  ])
  const freezeWhile = async (change: () => Promise<unknown>) => {
    const plain = rolls.readEntryFacts
    const reads = vi.spyOn(rolls, 'readEntryFacts').mockImplementationOnce(async (...args) => {
      const facts = await plain(...args)
      await change()
      return facts
    })
    expect(await freezeRoll(second.event.id)).toBe(true)
    const roll = (await rolls.findRoll(second.event.id))?.roll ?? ''
    const weights = parseRoll(roll).map(({ weight }) => weight)
    return { reads: reads.mock.calls.length, weights: weights.sort() }
  }
  return { first, freezeWhile }
}

test('a result that becomes final while a roll is made is on it', async () => {
  const { first, freezeWhile } = await twoEvents()
  const frozen = await freezeWhile(() => publish(first.event.id, first.viewer))
  expect(frozen).toEqual({ reads: 2, weights: [1, 2] })
})

test('an event that is cancelled while a roll is made counts for nothing on it', async () => {
  const { first, freezeWhile } = await twoEvents()
  await publish(first.event.id, first.viewer)
  const cancel = () => cancelEvent(first.viewer, first.event.id, 'No hall')
  expect(await freezeWhile(cancel)).toEqual({ reads: 2, weights: [1, 1] })
})

test('a win that is drawn while a roll is made is on it', async () => {
  const { first, freezeWhile } = await twoEvents()
  await publish(first.event.id, first.viewer)
  const other = await sealedEvent(['1'], 1)
  const [loser] = await db().select().from(requests).where(eq(requests.draftAmount, 0))
  await write([
    sql`UPDATE requests SET user_id = ${loser?.userId} WHERE event_id = ${other.event.id}`,
  ])
  await freezeRoll(other.event.id)
  const draw = () => makeDraw(other.event.id, 1, other.viewer)
  expect(await freezeWhile(draw)).toEqual({ reads: 2, weights: [1, 1] })
})

test('(control) a roll is read once when nothing changes', async () => {
  const { first, freezeWhile } = await twoEvents()
  await publish(first.event.id, first.viewer)
  expect(await freezeWhile(async () => undefined)).toEqual({ reads: 1, weights: [1, 2] })
})
