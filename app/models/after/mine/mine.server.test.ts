import { sql } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { answerOffer, giveBack, putMeBack } from '#app/models/after/member.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { eventWithStandings } from '#app/testing/standings.ts'
import { write } from '#db/lane.ts'
import { countWaiting, findMyOffer, readMine } from './mine.server.ts'
import { canComeBack, hasComeBackTooOften, linePlaceOf } from './mine.ts'
import { sayHow, tellStory } from './say-mine.ts'
import { summarizeMine } from './summary.server.ts'
import { readWaitingList } from './waiting-list.server.ts'

testDatabase()

async function scene() {
  const [winner, next, last] = [await createUser(), await createUser(), await createUser()]
  const { event } = await eventWithStandings(
    [
      { userId: winner.id, holding: 4, sizes: '4,2' },
      { userId: next.id, holding: 0, sizes: '2,1' },
      { userId: last.id, holding: 0, sizes: '3' },
    ],
    { totalTickets: 4 },
  )
  return { event, winner: viewerOf(winner), next: viewerOf(next), last: viewerOf(last) }
}

const mineOf = async (eventId: string, { userId }: { userId: string }) => {
  const mine = await readMine(eventId, userId)
  if (!mine) throw new Error('no log was begun')
  return mine
}

test('what came after is told in one sentence, and line by line', async () => {
  const { event, winner, next } = await scene()
  expect(sayHow(await mineOf(event.id, winner), true)).toBeNull()
  await giveBack(winner, event.id, { tickets: 1, seen: 4 })
  const mine = await mineOf(event.id, winner)
  expect(sayHow(mine, true)).toBe('You got 4 in the draw and gave 1 back.')
  expect(tellStory(mine).map(({ says }) => says)).toEqual([
    expect.stringMatching(/: You gave 1 back\.$/),
  ])
  const [offer] = (await mineOf(event.id, next)).offers
  await answerOffer(next, event.id, { offerId: offer?.id ?? '', take: 1 })
  expect(sayHow(await mineOf(event.id, next), true)).toBe(
    'You got none in the draw and accepted 1 from the waiting list.',
  )
})

test('an offer is found by the person alone, and counts as over from its end on', async () => {
  const { event, winner, next, last } = await scene()
  await giveBack(winner, event.id, { tickets: 1, seen: 4 })
  const mine = await mineOf(event.id, next)
  const offerId = mine.offers[0]?.id ?? ''
  expect(linePlaceOf(mine)).toBe('offered')
  expect(await findMyOffer(event.id, next.userId, offerId)).toMatchObject({ tickets: 1 })
  expect(await findMyOffer(event.id, last.userId, offerId)).toBeUndefined()
  const later = { ...mine, now: mine.offers[0]?.untilAt ?? 0 }
  expect(linePlaceOf(later)).toBe('lapsed')
  expect(canComeBack(later)).toBe(true)
})

test('people before somebody are those who wait and come first', async () => {
  const { event, winner, last } = await scene()
  expect(await countWaiting(await mineOf(event.id, last))).toMatchObject({ waiting: 2, before: 1 })
  await giveBack(winner, event.id, { tickets: 1, seen: 4 })
  expect(await countWaiting(await mineOf(event.id, last))).toEqual({
    ...{ waiting: 1, before: 0 },
    ...{ offered: 1, ended: 0 },
  })
  const list = await readWaitingList(event.id, last.userId)
  expect(list?.passed).toEqual([expect.stringContaining('You needed at least 3')])
  expect((await summarizeMine(event.id, last.userId, true))?.now).toContain('You are number 1')
})

test('after coming back five times, the page sends to the organizer', async () => {
  const { event, winner } = await scene()
  await giveBack(winner, event.id, { tickets: 1, seen: 4 })
  expect(canComeBack(await mineOf(event.id, winner))).toBe(true)
  await write([sql`UPDATE standings SET put_back = 5 WHERE user_id = ${winner.userId}`])
  const mine = await mineOf(event.id, winner)
  expect([canComeBack(mine), hasComeBackTooOften(mine)]).toEqual([false, true])
  expect((await putMeBack(winner, event.id)).refusal).toBe('too-often')
})

test('who has no part sees the counts, and can join', async () => {
  const { event } = await scene()
  const { id } = await createUser()
  const list = await readWaitingList(event.id, id)
  expect(list).toMatchObject({ canJoin: true, canLeave: false, offers: [], holding: 0 })
  expect(list?.counts).toContainEqual(['People waiting', 2])
})
