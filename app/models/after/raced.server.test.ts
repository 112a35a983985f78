import { eq, sql } from 'drizzle-orm'
import { afterEach, expect, test } from 'vitest'
import { finalize } from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { expectLogToHold } from '#app/testing/after.ts'
import { testDatabase } from '#app/testing/database.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { events, offers, standings } from '#db/schema.ts'
import { settle } from './act.server.ts'
import { setJudgingClock } from './clock.server.ts'
import { changeLine, offerWhatIsFree } from './line/change.server.ts'
import { answerOffer, giveBack, putMeBack } from './member.server.ts'

testDatabase()
afterEach(() => setJudgingClock())

const HOUR = 3_600_000
const TICKETS = 20
/** `RACED_ROUNDS=1000` makes 10,000 acts. */
const ROUNDS = Number(process.env.RACED_ROUNDS ?? 60)
const AT_ONCE = 10
const STEP = Math.floor((38 * 24 * HOUR) / ROUNDS)

async function decide() {
  const organizer = viewerOf(await createUser({ role: 'organizer' }))
  const now = Date.now()
  const event = await createEvent({
    ownerId: organizer.userId,
    closedAt: now,
    startsAt: now + 40 * 24 * HOUR,
    totalTickets: TICKETS,
  })
  const people: Viewer[] = []
  for (let at = 0; at < 15; at += 1) {
    const user = await createUser()
    people.push(viewerOf(user))
    const asked = { sizes: at % 2 ? '4,2,1' : '2,1', draftAmount: at < 8 ? 2 : 0, raisedAt: at }
    await createRequest({ eventId: event.id, userId: user.id, ...asked })
  }
  const [row] = await db().select().from(events).where(eq(events.id, event.id))
  const allocationVersion = row?.allocationVersion ?? 0
  await finalize(event.id, organizer, { allocationVersion, withMail: false })
  await offerWhatIsFree(organizer, event.id, true)
  return { eventId: event.id, organizer, people, now }
}

/** mulberry32: the same acts each time. */
function numbersFrom(seed: number) {
  let state = seed
  return (below: number) => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below
  }
}

test(`of ${ROUNDS * AT_ONCE} acts, ${AT_ONCE} at once, nothing is lost or doubled`, async () => {
  const { eventId, organizer, people, now } = await decide()
  const pick = numbersFrom(7)
  const holdings = async () =>
    new Map((await db().select().from(standings)).map(row => [row.userId, row]))
  for (let round = 0; round < ROUNDS; round += 1) {
    setJudgingClock(sql`${now + round * STEP}`)
    const open = await db().select().from(offers).where(eq(offers.state, 'open'))
    const held = await holdings()
    const act = (): Promise<unknown> => {
      const offer = open[pick(Math.max(open.length, 1))]
      const person = people[pick(people.length)] as Viewer
      const { holding = 0, code = '' } = held.get(person.userId) ?? {}
      const owner = people.find(({ userId }) => userId === offer?.userId)
      const kind = pick(6)
      if (kind < 2 && offer && owner)
        return answerOffer(owner, eventId, { offerId: offer.id, take: kind ? 0 : offer.tickets })
      if (kind < 4 && holding > 0) return giveBack(person, eventId, { tickets: 1, seen: holding })
      if (kind === 4) return putMeBack(person, eventId)
      if (holding > 0)
        return changeLine(organizer, eventId, [{ kind: 'lower', code, tickets: 1, reason: 'Test' }])
      return settle(eventId)
    }
    await Promise.all(Array.from({ length: AT_ONCE }, act))
  }
  const { lines, after } = await expectLogToHold(eventId)
  const held = [...after.people.values()].map(each => each.holding + (each.offer?.tickets ?? 0))
  expect(held.reduce((all, each) => all + each, 0) + after.free).toBe(TICKETS)
  const all = await db().select().from(offers)
  const ended = (kind: string) => lines.filter(line => line.kind === kind).length
  expect(ended('offered')).toBe(all.length)
  for (const state of ['accepted', 'declined', 'expired', 'withdrawn'] as const)
    expect(ended(state)).toBe(all.filter(offer => offer.state === state).length)
  expect(ended('accepted')).toBeGreaterThan(10)
  expect(ended('returned')).toBeGreaterThan(10)
}, 300_000)
