import { eq } from 'drizzle-orm'
import { expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import { answerOffer, giveBack, joinLine } from '#app/models/after/member.server.ts'
import { finalize } from '#app/models/results/finalization.server.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { events, offers, standings, users } from '#db/schema.ts'
import { readAllLedgers, readLedger } from './ledger.server.ts'

testDatabase()

async function decided(sizes: string[], tickets: number) {
  const { event, asked, viewer } = await drawnEvent(sizes, tickets, { timeZone: 'Etc/UTC' })
  const [row] = await db().select().from(events).where(eq(events.id, event.id))
  await finalize(event.id, viewer, {
    allocationVersion: row?.allocationVersion ?? 0,
    withMail: false,
  })
  const held = await db().select().from(standings)
  const people = await db().select().from(users)
  const viewers = asked.map(({ userId }) => viewerOf(found(people.find(({ id }) => id === userId))))
  const holds = (userId: string) => found(held.find(each => each.userId === userId)).holding > 0
  return {
    eventId: event.id,
    winner: found(viewers.find(({ userId }) => holds(userId))),
    losers: viewers.filter(({ userId }) => !holds(userId)),
  }
}

const verdictsOf = async (userId: string) =>
  (await readLedger(userId)).map(({ verdict }) => verdict)
const openOffer = async () =>
  found((await db().select().from(offers).where(eq(offers.state, 'open')))[0])

test('what somebody gives back in time is no win; who accepts it wins; an open offer is nothing yet', async () => {
  const { eventId, winner, losers } = await decided(['1', '1', '1'], 1)
  expect((await giveBack(winner, eventId, { tickets: 1, seen: 1 })).refusal).toBeUndefined()
  expect(await verdictsOf(winner.userId)).toEqual(['gave-back'])
  const offer = await openOffer()
  expect(await verdictsOf(offer.userId)).toEqual(['offered'])
  const next = found(losers.find(({ userId }) => userId === offer.userId))
  await answerOffer(next, eventId, { offerId: offer.id, take: 1 })
  expect(await verdictsOf(offer.userId)).toEqual(['won'])
  const last = found(losers.find(({ userId }) => userId !== offer.userId))
  expect(await verdictsOf(last.userId)).toEqual(['lost'])
  const all = await readAllLedgers()
  expect(all.get(last.userId)).toMatchObject(await readLedger(last.userId))
})

test('who declines has no loss; who joined and accepts has a win', async () => {
  const { eventId, winner, losers } = await decided(['1', '1'], 1)
  await giveBack(winner, eventId, { tickets: 1, seen: 1 })
  const [loser] = losers
  const offer = await openOffer()
  await answerOffer(found(loser), eventId, { offerId: offer.id, take: 0 })
  expect(await verdictsOf(offer.userId)).toEqual(['refused'])
  const guest = viewerOf(await createUser())
  await joinLine(guest, eventId, [1])
  expect(await verdictsOf(guest.userId)).toEqual([])
  await answerOffer(guest, eventId, { offerId: (await openOffer()).id, take: 1 })
  expect(await verdictsOf(guest.userId)).toEqual(['won'])
})
