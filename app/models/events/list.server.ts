import { and, eq, type Placeholder, type SQL, sql } from 'drizzle-orm'
import { parseSizes } from '#app/values/size.ts'
import { keptQuery } from '#db/client.ts'
import { events, users } from '#db/schema.ts'
import { forEachRole, type Person } from './event.server.ts'
import { decidedOf, holdingOf } from './result.server.ts'
import { sqlIsManagedBy, sqlIsVisibleTo, stateSql } from './state.server.ts'

const WEEK = 7 * 24 * 3_600_000
/** The history has the rest. */
const MOST_SHOWN = 200

function currentEventsOf(role: Person['role']) {
  const now = sql.placeholder('now')
  const person = { role, userId: sql.placeholder('userId') }
  const state = stateSql(now)
  const mine = sql`(SELECT sizes FROM requests
    WHERE requests.event_id = events.id AND requests.user_id = ${person.userId})`
  const sqlIsCurrent = sql`(${state} = 'open'
    OR (${sqlIsManagedBy(person)} AND (${state} IN ('draft', 'closed')
      OR (${state} = 'finalized' AND events.starts_at > ${now})))
    OR (events.starts_at > ${sql.placeholder('weekAgo')} AND (${mine} IS NOT NULL OR ${hasJoined(person.userId)})))`
  return keptQuery(reads =>
    reads
      .select({
        id: events.id,
        name: events.name,
        startsAt: events.startsAt,
        timeZone: events.timeZone,
        place: events.place,
        totalTickets: events.totalTickets,
        opensAt: events.opensAt,
        closesAt: events.closesAt,
        ownerName: users.name,
        state,
        isManaged: sql<number>`${sqlIsManagedBy(person)}`,
        asked: events.asked,
        firstSizes: events.firstSizes,
        mySizes: sql<string | null>`${mine}`,
        myAmount: holdingOf(person.userId),
        myDecided: decidedOf(person.userId),
        myOffer: openOfferOf(person.userId),
      })
      .from(events)
      .innerJoin(users, eq(users.id, events.ownerId))
      .where(and(sqlIsVisibleTo(person, now), sqlIsCurrent))
      .orderBy(
        sql`events.finalized_at IS NOT NULL, coalesce(events.closes_at, events.starts_at), events.id`,
      )
      .limit(MOST_SHOWN)
      .prepare(),
  )
}

/** Correlates with a row of `events`. */
function openOfferOf(userId: Placeholder): SQL<string | null> {
  return sql<
    string | null
  >`(SELECT json_object('id', id, 'tickets', tickets, 'untilAt', until_at) FROM offers
    WHERE offers.event_id = events.id AND offers.user_id = ${userId} AND offers.state = 'open')`
}

function hasJoined(userId: Placeholder): SQL {
  return sql`EXISTS (SELECT 1 FROM standings
    JOIN finalizations ON finalizations.id = standings.finalization_id AND finalizations.undone_at IS NULL
    WHERE standings.event_id = events.id AND standings.user_id = ${userId})`
}

const currentEvents = forEachRole(currentEventsOf)

/** Events asked for stay until a week after the start. Managers see the others until they are decided and have started. */
export async function listCurrentEvents({ role, userId }: Person) {
  const now = Date.now()
  const rows = await currentEvents[role]().all({ userId, now, weekAgo: now - WEEK })
  return rows.map(row => ({
    ...row,
    isManaged: Boolean(row.isManaged),
    mySizes: row.mySizes === null ? null : parseSizes(row.mySizes),
    myOffer: openOffer(row.myOffer, now),
  }))
}

type OpenOffer = { id: string; tickets: number; untilAt: number }

function openOffer(json: string | null, now: number): OpenOffer | null {
  const offer: OpenOffer | null = json === null ? null : JSON.parse(json)
  return offer && now < offer.untilAt ? offer : null
}

export type ListedEvent = Awaited<ReturnType<typeof listCurrentEvents>>[number]
