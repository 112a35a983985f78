import { eq, sql } from 'drizzle-orm'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { found } from '#app/http/not-found.server.ts'
import type { EventInput } from '#app/models/events/input.ts'
import { cancelEvent } from '#app/models/organizing/life.server.ts'
import { updateEvent } from '#app/models/organizing/writing.server.ts'
import { erasePerson } from '#app/models/people/erasure.server.ts'
import { deactivateUser } from '#app/models/people/user.server.ts'
import {
  finalize,
  findFinalization,
  undoFinalization,
} from '#app/models/results/finalization.server.ts'
import type { Viewer } from '#app/models/sign-in/session/session.server.ts'
import { expectLogToHold, readLog } from '#app/testing/after.ts'
import { testDatabase } from '#app/testing/database.ts'
import { drawnEvent } from '#app/testing/draws.ts'
import { createEvent, createRequest, createUser, viewerOf } from '#app/testing/factories.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, offers, standings } from '#db/schema.ts'
import { settle } from './act.server.ts'
import { setJudgingClock } from './clock.server.ts'
import { changeLine, offerWhatIsFree } from './line/change.server.ts'
import {
  answerOffer,
  giveBack,
  joinLine,
  leaveLine,
  putMeBack,
  strikeSizes,
  takeTickets,
} from './member.server.ts'
import { beginOlderLogs, settleWhatIsDue } from './sweep.server.ts'

testDatabase()

const HOUR = 3_600_000
let organizer: Viewer
let eventId: string

type Asking = { sizes: string; got: number }

/** A by-hand event with 10 tickets in two weeks, at noon on a day of no special kind. */
async function decide(asking: readonly Asking[], overrides = {}): Promise<Viewer[]> {
  organizer = viewerOf(await createUser({ role: 'organizer' }))
  const event = await createEvent({
    ownerId: organizer.userId,
    closedAt: Date.now(),
    timeZone: 'Etc/UTC',
    ...overrides,
  })
  eventId = event.id
  const people: Viewer[] = []
  for (const [index, { sizes, got }] of asking.entries()) {
    const user = await createUser()
    people.push(viewerOf(user))
    await createRequest({ eventId, userId: user.id, sizes, draftAmount: got, raisedAt: index + 1 })
  }
  const [row] = await db().select().from(events).where(eq(events.id, eventId))
  const done = await finalize(eventId, organizer, {
    allocationVersion: row?.allocationVersion ?? 0,
    withMail: false,
  })
  expect(done.refusal).toBeUndefined()
  return people
}

const noon = Math.floor(Date.now() / 86_400_000) * 86_400_000 + 12 * HOUR
const setClock = (at: number) => setJudgingClock(sql`${at}`)

beforeEach(() => setClock(noon))
afterEach(() => setJudgingClock())

const openOffers = () => db().select().from(offers).where(eq(offers.state, 'open'))
const offerOf = async ({ userId }: Viewer) =>
  (await openOffers()).find(offer => offer.userId === userId)
const holdingOf = async ({ userId }: Viewer) =>
  (await db().select().from(standings).where(eq(standings.userId, userId))).at(-1)?.holding

describe('without a draw', () => {
  test('the log begins with everybody, and replays', async () => {
    await decide([
      { sizes: '4,2', got: 4 },
      { sizes: '4', got: 0 },
    ])
    const { lines, after } = await expectLogToHold(eventId)
    expect(lines.map(({ kind }) => kind)).toEqual(['added', 'joined', 'given', 'joined'])
    expect(after.free).toBe(6)
    expect(await openOffers()).toEqual([])
  })

  test('free tickets are offered from when an organizer says so', async () => {
    const [, second] = await decide([
      { sizes: '4,2', got: 4 },
      { sizes: '4', got: 0 },
    ])
    await offerWhatIsFree(organizer, eventId, true)
    expect(await offerOf(second as Viewer)).toMatchObject({ tickets: 4, state: 'open' })
    await expectLogToHold(eventId)
  })
})

describe('an offer', () => {
  let winner: Viewer
  let first: Viewer
  let second: Viewer

  beforeEach(async () => {
    const people = await decide([
      { sizes: '10,5', got: 10 },
      { sizes: '2,1', got: 0 },
      { sizes: '2', got: 0 },
    ])
    ;[winner, first, second] = people as [Viewer, Viewer, Viewer]
    await offerWhatIsFree(organizer, eventId, true)
  })

  test('follows in the batch that freed a ticket, and accepting takes it at once', async () => {
    const given = await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    expect(given.refusal).toBeUndefined()
    const offer = found(await offerOf(first))
    expect(offer).toMatchObject({ tickets: 2, madeAt: noon })
    expect(await answerOffer(first, eventId, { offerId: offer.id, take: 2 })).toMatchObject({
      refusal: undefined,
    })
    expect(await holdingOf(first)).toBe(2)
    expect(await holdingOf(winner)).toBe(8)
    await expectLogToHold(eventId)
  })

  test('goes on to the next when it is declined', async () => {
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    const offer = found(await offerOf(first))
    await answerOffer(first, eventId, { offerId: offer.id, take: 0 })
    expect(await offerOf(first)).toBeUndefined()
    expect(await offerOf(second)).toMatchObject({ tickets: 2 })
    await expectLogToHold(eventId)
  })

  test('ends at the very instant of its end, and is offered to the next', async () => {
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    const offer = found(await offerOf(first))
    setClock(offer.untilAt - 1)
    await settle(eventId)
    expect(await offerOf(first)).toBeDefined()
    setClock(offer.untilAt)
    expect(await answerOffer(first, eventId, { offerId: offer.id, take: 2 })).toMatchObject({
      refusal: 'over',
    })
    expect(await offerOf(second)).toMatchObject({ tickets: 2 })
    const { lines } = await expectLogToHold(eventId)
    expect(lines.filter(({ kind }) => kind === 'expired')).toMatchObject([
      { at: offer.untilAt / 1000 },
    ])
    expect((await putMeBack(first, eventId)).refusal).toBeUndefined()
    expect((await putMeBack(first, eventId)).refusal).toBe('waits-already')
  })

  test('in part frees the rest, which is offered to others', async () => {
    await giveBack(winner, eventId, { tickets: 4, seen: 10 })
    const offer = found(await offerOf(first))
    await answerOffer(first, eventId, { offerId: offer.id, take: 1 })
    expect(await holdingOf(first)).toBe(1)
    expect(await offerOf(second)).toMatchObject({ tickets: 2 })
    await expectLogToHold(eventId)
  })

  test('cannot be answered twice', async () => {
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    const offer = found(await offerOf(first))
    const both = await Promise.all([
      answerOffer(first, eventId, { offerId: offer.id, take: 2 }),
      answerOffer(first, eventId, { offerId: offer.id, take: 0 }),
    ])
    expect(both.map(({ refusal }) => refusal)).toEqual([undefined, 'over'])
    expect(await holdingOf(first)).toBe(2)
  })

  test('a person who gives tickets back is not offered the same ones', async () => {
    await giveBack(winner, eventId, { tickets: 10, seen: 10 })
    expect(await offerOf(winner)).toBeUndefined()
    expect((await openOffers()).length).toBe(2)
    const { after } = await expectLogToHold(eventId)
    expect(after.free).toBe(6)
  })

  test.each([
    ['more than they hold', { tickets: 11, seen: 10 }, 'too-many'],
    ['what a stale page showed', { tickets: 1, seen: 9 }, 'stale'],
  ] as const)('is made for nothing when somebody gives back %s', async (_, asked, refusal) => {
    expect((await giveBack(winner, eventId, asked)).refusal).toBe(refusal)
    expect(await openOffers()).toEqual([])
  })

  test('nobody gives back after the start', async () => {
    const [event] = await db().select().from(events)
    setClock(event?.startsAt ?? 0)
    expect((await giveBack(winner, eventId, { tickets: 1, seen: 10 })).refusal).toBe('started')
  })

  test('leaving declines it; joining waits behind everybody', async () => {
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    expect((await leaveLine(first, eventId)).refusal).toBeUndefined()
    expect(await offerOf(second)).toBeDefined()
    const guest = viewerOf(await createUser())
    expect((await joinLine(guest, eventId, [3, 1])).refusal).toBeUndefined()
    expect((await joinLine(guest, eventId, [1])).refusal).toBe('is-there')
    await giveBack(winner, eventId, { tickets: 3, seen: 8 })
    expect(await offerOf(guest)).toMatchObject({ tickets: 3 })
    expect((await strikeSizes(second, eventId, [1])).refusal).toBe('open-offer')
    await expectLogToHold(eventId)
  })

  test('the organizer moves tickets to named people in one act', async () => {
    const code = async ({ userId }: Viewer) =>
      found((await db().select().from(standings).where(eq(standings.userId, userId)))[0]).code
    const reason = 'Entered for the wrong person'
    const done = await changeLine(organizer, eventId, [
      { kind: 'give', code: await code(second), tickets: 2, reason },
      { kind: 'lower', code: await code(winner), tickets: 3, reason },
    ])
    expect(done.refusal).toBeUndefined()
    expect([await holdingOf(winner), await holdingOf(second)]).toEqual([7, 2])
    expect(await offerOf(first)).toMatchObject({ tickets: 1 })
    const { lines } = await expectLogToHold(eventId)
    expect(lines.slice(-3).map(({ kind }) => kind)).toEqual(['lowered', 'given', 'offered'])
  })

  test('tickets of every kind go to several named people in one act, also what was offered', async () => {
    const code = async ({ userId }: Viewer) =>
      found((await db().select().from(standings).where(eq(standings.userId, userId)))[0]).code
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    expect(await offerOf(first)).toBeDefined()
    const reason = 'Entered for the wrong person'
    const moves = async (given: number) => [
      { kind: 'give' as const, code: await code(second), tickets: given, reason: 'Left out' },
      { kind: 'give' as const, code: await code(first), tickets: 1, reason: 'Next in turn' },
      { kind: 'lower' as const, code: await code(winner), tickets: 1, reason },
      { kind: 'add-tickets' as const, tickets: 1, reason: 'One more seat' },
    ]
    const refused = await changeLine(organizer, eventId, await moves(5))
    expect(refused).toMatchObject({ refusal: 'not-free', refused: { at: 0, left: 4 } })
    expect((await changeLine(organizer, eventId, await moves(2))).refusal).toBeUndefined()
    const held = [await holdingOf(winner), await holdingOf(second), await holdingOf(first)]
    expect(held).toEqual([7, 2, 1])
    const [event] = await db().select().from(events)
    expect(event).toMatchObject({ totalTickets: 11, version: 2 })
    const { lines } = await expectLogToHold(eventId)
    const kinds = lines.map(({ kind }) => kind)
    expect(kinds.slice(kinds.lastIndexOf('withdrawn') + 1)).toEqual([
      ...['lowered', 'added', 'given', 'given'],
      ...kinds.slice(kinds.lastIndexOf('given') + 1),
    ])
    const refusedToo = await changeLine(organizer, eventId, [
      { kind: 'hold-fewer', tickets: 1, reason },
    ])
    expect(refusedToo.refusal).toBe('not-held-back')
  })

  test('the last call gives what is free to who presses first', async () => {
    const [event] = await db().select().from(events)
    setClock((event?.startsAt ?? 0) - 2 * HOUR)
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    expect(await openOffers()).toEqual([])
    expect((await takeTickets(second, eventId, 1)).refusal).toBe('not-listed')
    expect((await takeTickets(second, eventId, 2)).refusal).toBeUndefined()
    expect((await takeTickets(first, eventId, 1)).refusal).toBe('too-few')
    const { lines } = await expectLogToHold(eventId)
    expect(lines.map(({ kind }) => kind)).toContain('last-call')
  })

  test('un-finalizing is refused once something moved, and withdraws offers before', async () => {
    const undo = async () => {
      const { finalizationId } = found(await findFinalization(eventId))
      return undoFinalization(eventId, organizer, { finalizationId, reason: 'One was wrong' })
    }
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
    expect((await undo()).refusal).toBe('has-moved')
    expect((await readLog(eventId)).split('\n').length).toBeGreaterThan(5)
  })
})

describe('what changes around open offers', () => {
  let winner: Viewer
  let first: Viewer
  let second: Viewer

  beforeEach(async () => {
    const people = await decide([
      { sizes: '10,5', got: 10 },
      { sizes: '2,1', got: 0 },
      { sizes: '2', got: 0 },
    ])
    ;[winner, first, second] = people as [Viewer, Viewer, Viewer]
    await offerWhatIsFree(organizer, eventId, true)
    await giveBack(winner, eventId, { tickets: 2, seen: 10 })
  })

  async function change(over: Partial<EventInput>) {
    const [row] = await db().select().from(events).where(eq(events.id, eventId))
    const kept = { ...found(row), opens: 'keep' as const, tell: false }
    return updateEvent(organizer, eventId, { ...kept, ...over } as unknown as EventInput)
  }

  test('an event that moves earlier shortens them, or withdraws them', async () => {
    const before = found(await offerOf(first))
    expect((await change({ startsAt: noon + 8 * HOUR })).refusal).toBeUndefined()
    const after = found(await offerOf(first))
    expect(after.untilAt).toBeLessThan(before.untilAt)
    expect(after.untilAt - noon).toBeGreaterThanOrEqual(HOUR)
    expect((await change({ startsAt: noon + 3.5 * HOUR })).refusal).toBeUndefined()
    expect(await openOffers()).toEqual([])
    const { lines } = await expectLogToHold(eventId)
    expect(lines.slice(-3).map(({ kind }) => kind)).toEqual(['shortened', 'withdrawn', 'last-call'])
    expect((await change({ startsAt: noon + 100 * HOUR })).refusal).toBeUndefined()
    const later = await expectLogToHold(eventId)
    expect(later.lines.map(({ kind }) => kind)).toContain('resumed')
  })

  test('the last call of an event that moves earlier begins when it moves', async () => {
    await declineAll()
    setClock(noon + 5 * HOUR)
    expect((await change({ startsAt: noon + 7 * HOUR })).refusal).toBeUndefined()
    const { lines } = await expectLogToHold(eventId)
    expect(lines.at(-1)).toMatchObject({ kind: 'last-call', at: (noon + 5 * HOUR) / 1000 })
  })

  test('a higher total is offered at once; one below what is held and offered is refused', async () => {
    expect((await change({ totalTickets: 1012 })).refusal).toBeUndefined()
    expect(await offerOf(second)).toMatchObject({ tickets: 2 })
    expect((await change({ totalTickets: 11 })).refusal).toBe('below-given')
    expect((await change({ totalTickets: 12 })).refusal).toBeUndefined()
    await expectLogToHold(eventId)
  })

  test('cancelling withdraws them in the same batch, and nothing is offered', async () => {
    expect((await cancelEvent(organizer, eventId, 'No hall')).refusal).toBeUndefined()
    expect(await openOffers()).toEqual([])
    const { lines } = await expectLogToHold(eventId)
    expect(lines.at(-1)).toMatchObject({ kind: 'withdrawn' })
    const offer = (await db().select().from(offers)).find(({ userId }) => userId === first.userId)
    const answer = await answerOffer(first, eventId, { offerId: found(offer).id, take: 2 })
    expect(answer.refusal).toBe('cancelled')
  })

  test('a person who is deactivated leaves, and their offer goes to the next', async () => {
    const admin = viewerOf(await createUser({ role: 'admin' }))
    await createUser({ role: 'admin' })
    expect((await deactivateUser(first.userId, admin)).refusal).toBeUndefined()
    expect(await offerOf(second)).toMatchObject({ tickets: 2 })
    const { code } = found(
      (await db().select().from(standings).where(eq(standings.userId, first.userId)))[0],
    )
    const again = { kind: 'put-back', code, reason: 'By mistake' } as const
    expect((await changeLine(organizer, eventId, [again])).refusal).toBe('nothing-to-do')
    await expectLogToHold(eventId)
  })

  test('an erasure that is refused takes no tickets', async () => {
    const admin = viewerOf(await createUser({ role: 'admin' }))
    expect((await erasePerson(winner.userId, admin, { givesBack: true })).refusal).toBe('active')
    expect(await holdingOf(winner)).toBe(8)
  })

  test('an event that cannot be settled keeps no other from it', async () => {
    await decide([
      { sizes: '2', got: 0 },
      { sizes: '2', got: 0 },
    ])
    await offerWhatIsFree(organizer, eventId, true)
    const offered = await openOffers()
    const firstOfAll = offered.map(offer => offer.eventId).toSorted()[0]
    // Behind the program's back, so that its log no longer adds up.
    await write([sql`UPDATE events SET total_tickets = total_tickets + 1 WHERE id = ${firstOfAll}`])
    setClock(Math.max(...offered.map(offer => offer.untilAt)))
    await expect(settleWhatIsDue(new AbortController().signal)).rejects.toThrow()
    const due = (await openOffers()).filter(({ untilAt }) => untilAt <= noon + 48 * HOUR)
    const ids = new Set(offered.map(offer => offer.id))
    expect(new Set(due.filter(({ id }) => ids.has(id)).map(each => each.eventId))).toEqual(
      new Set([firstOfAll]),
    )
  })

  test('who holds tickets is erased only when they are given back', async () => {
    const admin = viewerOf(await createUser({ role: 'admin' }))
    await deactivateUser(winner.userId, admin)
    await declineAll()
    expect((await erasePerson(winner.userId, admin)).refusal).toBe('holds')
    expect((await erasePerson(winner.userId, admin, { givesBack: true })).refusal).toBeUndefined()
    expect(await holdingOf(winner)).toBe(0)
    await expectLogToHold(eventId)
  })

  async function declineAll() {
    for (const person of [first, second]) {
      const offer = await offerOf(person)
      if (offer) await answerOffer(person, eventId, { offerId: offer.id, take: 0 })
    }
  }

  test('confirm by: what nobody confirmed is released to who waits', async () => {
    await declineAll()
    const confirmBy = noon + 24 * HOUR
    await write([
      sql`UPDATE events SET confirm_by = ${confirmBy}, releases_unconfirmed = 1 WHERE id = ${eventId}`,
    ])
    const guest = viewerOf(await createUser())
    await joinLine(guest, eventId, [1])
    const offer = found(await offerOf(guest))
    await answerOffer(guest, eventId, { offerId: offer.id, take: 1 })
    setClock(confirmBy + 5000)
    await settleWhatIsDue(new AbortController().signal)
    expect([await holdingOf(winner), await holdingOf(guest)]).toEqual([0, 1])
    const { lines } = await expectLogToHold(eventId)
    expect(lines.filter(({ kind }) => kind === 'released')).toMatchObject([
      { at: confirmBy / 1000, tickets: 8 },
    ])
  })
})

test('who joined stays on the list, however often the decision is made again', async () => {
  await decide([{ sizes: '2', got: 2 }])
  const guest = viewerOf(await createUser())
  await joinLine(guest, eventId, [1])
  for (let again = 0; again < 2; again += 1) {
    const { finalizationId } = found(await findFinalization(eventId))
    const reason = 'One was wrong'
    expect((await undoFinalization(eventId, organizer, { finalizationId, reason })).refusal).toBe(
      undefined,
    )
    const [row] = await db().select().from(events).where(eq(events.id, eventId))
    await finalize(eventId, organizer, {
      allocationVersion: row?.allocationVersion ?? 0,
      withMail: false,
    })
    const { after } = await expectLogToHold(eventId)
    expect(after.people.size).toBe(2)
  }
  const joined = await db().select().from(standings).where(eq(standings.userId, guest.userId))
  expect(joined.map(({ hasJoined }) => hasJoined)).toEqual([true, true, true])
})

describe('a drawn event', () => {
  test('goes on in draw order from finalizing, and its log verifies', async () => {
    const drawn = await drawnEvent(['1', '1', '1', '1', '1'], 3, { timeZone: 'Etc/UTC' })
    organizer = drawn.viewer
    eventId = drawn.event.id
    await write([
      sql`UPDATE requests SET draft_amount = 0, draft_reason = 'Works that evening'
        WHERE id = (SELECT id FROM requests WHERE event_id = ${eventId} AND draft_amount > 0 LIMIT 1)`,
    ])
    const [row] = await db().select().from(events).where(eq(events.id, eventId))
    const done = await finalize(eventId, organizer, {
      allocationVersion: row?.allocationVersion ?? 0,
      withMail: true,
    })
    expect(done.refusal).toBeUndefined()
    const { lines } = await expectLogToHold(eventId)
    expect(lines[0]).toMatchObject({ kind: 'offered' })
  })

  test('begins its log where an older version let the total go below what was held back', async () => {
    const overrides = { timeZone: 'Etc/UTC', heldBack: 1, heldBackReason: 'For the speaker' }
    const drawn = await drawnEvent(['3', '9'], 5, overrides)
    eventId = drawn.event.id
    await write([
      sql`INSERT INTO finalizations (id, event_id, number, finalized_at, finalized_by, with_mail, available,
          drawn_for, wanted, open_seconds)
        VALUES ('older', ${eventId}, 1, ${noon}, ${drawn.viewer.userId}, 0, 4, 4, 12, 100)`,
      sql`INSERT INTO results (finalization_id, request_id, amount)
        SELECT 'older', id, draft_amount FROM requests WHERE event_id = ${eventId}`,
      sql`UPDATE events SET finalized_at = ${noon}, total_tickets = 3 WHERE id = ${eventId}`,
    ])
    await beginOlderLogs(new AbortController().signal)
    expect((await expectLogToHold(eventId)).after.free).toBe(0)
  })
})
