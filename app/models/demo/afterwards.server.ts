import { asc, eq, type SQL, sql } from 'drizzle-orm'
import { settle } from '#app/models/after/act.server.ts'
import { setJudgingClock } from '#app/models/after/clock.server.ts'
import { changeLine, offerWhatIsFree } from '#app/models/after/line/change.server.ts'
import { answerOffer, giveBack } from '#app/models/after/member.server.ts'
import { beginOlderLogs } from '#app/models/after/sweep.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { write } from '#db/lane.ts'
import { events, offers, standings, users } from '#db/schema.ts'

const HOUR = 3_600_000

/**
 * What came after the decisions of the season, by the program itself with its clock set back: returns, an offer in each
 * state, a last call, and a list of which half is ticked.
 */
export async function playAfterwards(now: number): Promise<void> {
  try {
    setJudgingClock(at(now - 70 * HOUR))
    await beginOlderLogs(new AbortController().signal)
    for (const { id, offersEndHours } of await listToCome(now))
      await (offersEndHours > 24 ? playLastCall(id, now) : playOffers(id, now))
    await write([...countPastEvents(now), handOverHalf(now)])
  } finally {
    setJudgingClock()
  }
}

const at = (instant: number): SQL<number> => sql<number>`${Math.floor(instant)}`

async function listToCome(now: number) {
  return db()
    .select({ id: events.id, offersEndHours: events.offersEndHours })
    .from(events)
    .where(sql`${events.finalizedAt} IS NOT NULL AND ${events.startsAt} > ${now}`)
    .orderBy(asc(events.startsAt))
}

/** Accepted, declined, expired, withdrawn by skipping, and open. */
async function playOffers(eventId: string, now: number): Promise<void> {
  const owner = await ownerOf(eventId)
  setJudgingClock(at(now - 69 * HOUR))
  await offerWhatIsFree(owner, eventId, true)
  const [first, second, third] = await listHolders(eventId)
  if (!first || !second || !third) return
  await giveBack(first.person, eventId, { tickets: first.holding, seen: first.holding })
  await answerNext(eventId, true)
  setJudgingClock(at(now - 60 * HOUR))
  await giveBack(second.person, eventId, { tickets: second.holding, seen: second.holding })
  await answerNext(eventId, false)
  setJudgingClock(at(now - 50 * HOUR))
  await skipNext(owner, eventId)
  for (let hours = 49; hours > 0; hours -= 1) {
    setJudgingClock(at(now - hours * HOUR))
    await settle(eventId)
  }
  await giveBack(third.person, eventId, { tickets: 1, seen: third.holding })
}

async function playLastCall(eventId: string, now: number): Promise<void> {
  const [first] = await listHolders(eventId)
  await offerWhatIsFree(await ownerOf(eventId), eventId, true)
  setJudgingClock(at(now - 2 * HOUR))
  await settle(eventId)
  if (first) await giveBack(first.person, eventId, { tickets: 1, seen: first.holding })
}

async function ownerOf(eventId: string): Promise<Person> {
  const [owner] = await db()
    .select({ userId: users.id, name: users.name, role: users.role })
    .from(events)
    .innerJoin(users, eq(users.id, events.ownerId))
    .where(eq(events.id, eventId))
  return owner as Person
}

async function listHolders(eventId: string) {
  const rows = await db()
    .select({
      ...{ userId: users.id, name: users.name, role: users.role, holding: standings.holding },
    })
    .from(standings)
    .innerJoin(users, eq(users.id, standings.userId))
    .where(sql`${standings.eventId} = ${eventId} AND ${standings.holding} > 0
      AND ${users.deactivatedAt} IS NULL`)
    .orderBy(asc(standings.place))
  return rows.map(({ holding, ...person }) => ({ person, holding }))
}

async function openOffer(eventId: string) {
  const [offer] = await db()
    .select({
      ...{ id: offers.id, code: offers.code, tickets: offers.tickets },
      ...{ userId: users.id, name: users.name, role: users.role },
    })
    .from(offers)
    .innerJoin(users, eq(users.id, offers.userId))
    .where(sql`${offers.eventId} = ${eventId} AND ${offers.state} = 'open'`)
    .orderBy(asc(offers.untilAt), asc(offers.code))
    .limit(1)
  return offer
}

async function answerNext(eventId: string, accepts: boolean): Promise<void> {
  const offer = await openOffer(eventId)
  if (!offer) return
  const { id, tickets, code: _, ...person } = offer
  await answerOffer(person, eventId, { offerId: id, take: accepts ? tickets : 0 })
}

async function skipNext(owner: Person, eventId: string): Promise<void> {
  const offer = await openOffer(eventId)
  const reason = 'Told us by phone that they are away.'
  if (offer) await changeLine(owner, eventId, [{ kind: 'skip', code: offer.code, reason }])
}

/** Most people came; some of the tickets were not used. */
function countPastEvents(now: number): SQL[] {
  return [
    sql`INSERT INTO holders (event_id, user_id, door_code, came, came_at, came_by_name)
      SELECT requests.event_id, requests.user_id, lower(hex(randomblob(16))),
        iif(requests.rowid % 7 = 0, 0, results.amount), iif(requests.rowid % 7 = 0, NULL, events.starts_at - 600000),
        iif(requests.rowid % 7 = 0, NULL, owner.name)
      FROM results JOIN finalizations ON finalizations.id = results.finalization_id AND undone_at IS NULL
      JOIN requests ON requests.id = results.request_id JOIN events ON events.id = requests.event_id
      JOIN users AS owner ON owner.id = events.owner_id
      WHERE results.amount > 0 AND events.starts_at < ${now} AND events.finalized_at IS NOT NULL
      ON CONFLICT DO NOTHING`,
  ]
}

function handOverHalf(now: number): SQL {
  return sql`UPDATE holders SET handed_at = ${now - HOUR}, handed_by_name = 'Miriam Okafor'
    WHERE event_id IN (SELECT id FROM events WHERE offers_end_hours > 24 AND starts_at > ${now})
      AND user_id IN (SELECT user_id FROM standings WHERE event_id = holders.event_id AND holding > 0
        AND place % 2 = 0)`
}
