import { type Placeholder, type SQL, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'

const DECIDED = sql`events.finalized_at IS NOT NULL`

/** Correlates with a row of `events`. Null while undecided: drafts and undone finalizations never show here. */
export function resultOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`(SELECT results.amount FROM requests
    JOIN finalizations ON finalizations.event_id = requests.event_id AND finalizations.undone_at IS NULL
    JOIN results ON results.finalization_id = finalizations.id AND results.request_id = requests.id
    WHERE requests.event_id = events.id AND requests.user_id = ${userId} AND ${DECIDED})`
}

/**
 * The result and what came and went after it. Correlates with a row of `events`; null while undecided, and for people
 * who neither asked nor joined.
 */
export function holdingOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`coalesce((SELECT standings.holding FROM standings
    JOIN finalizations ON finalizations.id = standings.finalization_id AND finalizations.undone_at IS NULL
    WHERE standings.event_id = events.id AND standings.user_id = ${userId} AND ${DECIDED}), ${resultOf(userId)})`
}

/** Of the person's ticket; null while it opens nothing. Correlates with a row of `events`. */
export function doorCodeOf(userId: string | Placeholder): SQL<string | null> {
  return sql<
    string | null
  >`(SELECT holders.door_code FROM holders WHERE holders.event_id = events.id
    AND holders.user_id = ${userId} AND coalesce(${holdingOf(userId)}, 0) > 0)`
}

/** What the decision gave. Correlates with a row of `events`; null where no log was begun. */
export function decidedOf(userId: string | Placeholder): SQL<number | null> {
  return sql<number | null>`(SELECT standings.decided FROM standings
    JOIN finalizations ON finalizations.id = standings.finalization_id AND finalizations.undone_at IS NULL
    WHERE standings.event_id = events.id AND standings.user_id = ${userId} AND ${DECIDED})`
}

/** What a person holds after the decision, and did about it. */
export type InHand = {
  holding: number
  waits: boolean
  isConfirmed: boolean
  /** Has nothing to confirm: the organizer gave them tickets, or they have got them. */
  isSure: boolean
  guests: number
}

/** Correlates with a row of `events`; null while undecided. readInHand() reads it. */
export function inHandOf(userId: string | Placeholder): SQL<string | null> {
  const holder = (column: SQL) => sql`(SELECT ${column} FROM holders
    WHERE holders.event_id = events.id AND holders.user_id = ${userId})`
  return sql<string | null>`CASE WHEN ${DECIDED} THEN json_array(
    (SELECT (${WAITS}) + 2 * standings.was_given
      FROM finalizations JOIN standings ON standings.finalization_id = finalizations.id
      WHERE standings.event_id = events.id AND standings.user_id = ${userId}
        AND finalizations.undone_at IS NULL),
    ${holder(sql`(holders.confirmed_at IS NOT NULL) + 2 * (holders.handed_at IS NOT NULL OR holders.came > 0)`)},
    ${holder(sql`json_array_length(holders.guest_names)`)}) END`
}

export function readInHand(json: string | null, holding: number | null): InHand | null {
  if (json === null) return null
  const [line, hand, guests] = JSON.parse(json) as (number | null)[]
  const has = (flags: number | null | undefined, flag: 1 | 2) => ((flags ?? 0) & flag) > 0
  return {
    holding: holding ?? 0,
    waits: has(line, 1),
    isConfirmed: has(hand, 1),
    isSure: has(line, 2) || has(hand, 2),
    guests: guests ?? 0,
  }
}

/** Over `standings`: people who may still get more. */
export const WAITS = sql`standings.has_left = 0 AND standings.was_set_to_none = 0
  AND standings.holding < CAST(standings.sizes AS INTEGER)`

export async function myResult(userId: string, eventId: string): Promise<number | null> {
  const row = await db().get<{ amount: number | null }>(
    sql`SELECT ${resultOf(userId)} AS amount FROM events WHERE id = ${eventId}`,
  )
  return row?.amount ?? null
}
