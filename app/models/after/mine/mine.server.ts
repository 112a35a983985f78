import { type SQL, sql } from 'drizzle-orm'
import { judgingClock } from '#app/models/after/clock.server.ts'
import { EVENT_FACTS } from '#app/models/after/read.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import type { Me, Mine, MyMove, MyOffer } from './mine.ts'

type Row = {
  now: number
  event: string
  finalizationId: string
  free: number
  lastAt: number
  offersTickets: number
  lastCallUntil: number | null
  me: string | null
  offers: string
  moves: string
}

/** One query, for pages. @returns undefined where nothing is decided, or no log was begun */
export async function readMine(eventId: string, userId: string): Promise<Mine | undefined> {
  const [row] = await db().all<Row>(sql`
    SELECT ${judgingClock()} AS now, ${EVENT_FACTS} AS event, s.finalization_id AS finalizationId, s.free,
      s.at AS lastAt, s.offers_tickets AS offersTickets, s.last_call_until AS lastCallUntil,
      iif(t.code IS NULL, NULL, ${ME}) AS me, ${myOffers(userId)} AS offers, ${MOVES} AS moves
    FROM after_states s
    JOIN finalizations ON finalizations.id = s.finalization_id AND finalizations.undone_at IS NULL
    JOIN events ON events.id = s.event_id AND events.finalized_at IS NOT NULL
    LEFT JOIN standings t ON t.event_id = s.event_id AND t.user_id = ${userId}
      AND t.finalization_id = s.finalization_id
    LEFT JOIN holders h ON h.event_id = s.event_id AND h.user_id = ${userId}
    WHERE s.event_id = ${eventId}`)
  if (!row) return undefined
  const { finalizationId, free, lastCallUntil } = row
  return {
    finalizationId,
    free,
    lastCallUntil,
    event: JSON.parse(row.event),
    now: Math.max(row.now, row.lastAt),
    offersTickets: row.offersTickets === 1,
    me: row.me === null ? undefined : meOf(JSON.parse(row.me)),
    offers: JSON.parse(row.offers) as MyOffer[],
    moves: JSON.parse(row.moves) as MyMove[],
  }
}

const flag = (condition: SQL) => sql`json(iif(${condition}, 'true', 'false'))`

const ME = sql`json_object('code', t.code, 'sizes', t.sizes, 'decided', t.decided, 'holding', t.holding,
  'level', t.level, 'place', t.place, 'isWilling', ${flag(sql`t.is_willing`)}, 'hasLeft', ${flag(sql`t.has_left`)},
  'wasSkipped', ${flag(sql`t.was_skipped`)}, 'wasSetToNone', ${flag(sql`t.was_set_to_none`)},
  'hasJoined', ${flag(sql`t.has_joined`)}, 'putBack', t.put_back, 'returned', t.returned,
  'wasHandedOver', ${flag(sql`h.handed_at IS NOT NULL OR h.came > 0`)})`

function meOf(me: Me & { sizes: unknown }): Me {
  return { ...me, sizes: parseSizes(String(me.sizes)) }
}

const OFFER = sql`json_object('id', id, 'tickets', tickets, 'madeAt', made_at, 'untilAt', until_at, 'state', state,
  'answeredAt', answered_at, 'taken', taken)`

/** Of this finalization, the newest first. */
function myOffers(userId: string): SQL {
  return sql`(SELECT json_group_array(json(facts)) FROM (SELECT ${OFFER} AS facts FROM offers
    WHERE offers.event_id = s.event_id AND offers.user_id = ${userId} AND offers.finalization_id = s.finalization_id
    ORDER BY made_at DESC))`
}

const MOVES = sql`(SELECT json_group_array(json(facts)) FROM (SELECT json_object('n', n, 'at', at, 'kind', kind,
    'tickets', tickets, 'sizes', sizes, 'reason', reason) AS facts FROM ticket_moves
  WHERE ticket_moves.event_id = s.event_id AND ticket_moves.code = t.code
    AND ticket_moves.finalization_id = s.finalization_id ORDER BY n))`

/** Of any finalization of the event: its address stays. */
export async function findMyOffer(eventId: string, userId: string, offerId: string) {
  const [row] = await db().all<{ facts: string }>(sql`SELECT ${OFFER} AS facts FROM offers
    WHERE id = ${offerId} AND event_id = ${eventId} AND user_id = ${userId}`)
  return row && (JSON.parse(row.facts) as MyOffer)
}

/** Those who may be offered something, and have no open offer. */
const WAITS = sql`t.is_willing = 1 AND t.was_set_to_none = 0 AND t.holding < CAST(t.sizes AS INTEGER)
  AND NOT EXISTS (SELECT 1 FROM offers WHERE offers.event_id = t.event_id AND offers.user_id = t.user_id
    AND offers.state = 'open')`

/** How many wait now, and how many of them come before somebody. */
export async function countWaiting({ finalizationId, me, now }: Mine) {
  const { holding = 0, level = 0, place = 0 } = me ?? {}
  const mine = sql`(${Number(holding > 0)}, ${level}, ${place})`
  const row = await db().get<Record<'waiting' | 'before' | 'offered' | 'ended', number>>(sql`
    SELECT count(*) AS waiting,
      count(*) FILTER (WHERE (t.holding > 0, t.level, t.place) < ${mine}) AS "before",
      (SELECT coalesce(sum(tickets), 0) FROM offers WHERE offers.finalization_id = ${finalizationId}
        AND state = 'open' AND until_at > ${now}) AS offered,
      (SELECT coalesce(sum(tickets), 0) FROM offers WHERE offers.finalization_id = ${finalizationId}
        AND state = 'open' AND until_at <= ${now}) AS ended
    FROM standings t WHERE t.finalization_id = ${finalizationId} AND ${WAITS}`)
  return row ?? { waiting: 0, before: 0, offered: 0, ended: 0 }
}
