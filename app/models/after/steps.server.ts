import { type SQL, sql } from 'drizzle-orm'
import { type Actor, audit, auditRows } from '#app/models/audit/audit.server.ts'
import { stepToTrimNames } from '#app/models/events/holders.server.ts'
import { formatSizes } from '#app/values/size.ts'
import { jsonParts } from '#db/insert-all.ts'
import { refuseIf, refuseUnless, type WriteStep } from '#db/lane.ts'
import type { Batch } from './batch.ts'
import { judgingClock } from './clock.server.ts'
import { type Live, toSeconds } from './live.ts'
import { stepsToMailAbout } from './mails/mails.server.ts'

/** Judged again at the write: nobody wrote a line, the event is as it was read, and nothing fell due since. */
export function mustBeAsRead(live: Live): WriteStep<'moved'>[] {
  const { event, finalizationId, n } = live
  const due = nextDue(live)
  return [
    refuseUnless(
      'moved' as const,
      sql`SELECT s.n = ${n} AND f.undone_at IS NULL AND e.version = ${event.version}
          AND e.total_tickets = ${event.totalTickets} AND e.held_back = ${event.heldBack}
          AND e.cancelled_at IS ${event.cancelledAt}
          ${due === null ? sql`` : sql` AND ${judgingClock()} < ${due}`}
        FROM after_states s JOIN finalizations f ON f.id = s.finalization_id JOIN events e ON e.id = s.event_id
        WHERE s.finalization_id = ${finalizationId}`,
    ),
  ]
}

/** Judged again at the write: nobody whose tickets are released has confirmed since, or got them. */
export function mustStillBeUnconfirmed({ live, lines }: Batch): WriteStep<'moved'>[] {
  const released = lines.flatMap(({ line, userId }) => (line.kind === 'released' ? [userId] : []))
  if (released.length === 0) return []
  return [
    refuseIf(
      'moved' as const,
      sql`EXISTS (SELECT 1 FROM holders JOIN json_each(${JSON.stringify(released)}) ON value = user_id
        WHERE event_id = ${live.event.id} AND (confirmed_at IS NOT NULL OR handed_at IS NOT NULL OR came > 0))`,
    ),
  ]
}

/** Where no log was begun: none may begin in between, since the write would be missing from it. */
export function mustHaveNoLog(eventId: string): WriteStep<'moved'>[] {
  return [
    refuseIf(
      'moved' as const,
      sql`EXISTS (SELECT 1 FROM after_states s JOIN events e ON e.id = s.event_id
        JOIN finalizations f ON f.id = s.finalization_id AND f.undone_at IS NULL
        WHERE s.event_id = ${eventId} AND e.finalized_at IS NOT NULL)`,
    ),
  ]
}

/** In milliseconds; null for never. */
function nextDue({ event, after, now }: Live): number | null {
  const instants = [...after.people.values()].flatMap(({ offer }) =>
    offer ? [offer.until * 1000] : [],
  )
  if (event.confirmBy !== null && event.releasesUnconfirmed) instants.push(event.confirmBy)
  instants.push(event.startsAt)
  const later = instants.filter(at => toSeconds(at) > now)
  return later.length > 0 ? later.reduce((a, b) => Math.min(a, b)) : null
}

/** Everything that a batch changes, with its mails. */
export function stepsOf(batch: Batch): WriteStep<never>[] {
  if (batch.lines.length === 0)
    return [...noteLastCall(batch), ...stepsToMailAbout(mailingOf(batch))]
  return [
    ...updateStandings(batch),
    ...endOffers(batch),
    ...makeOffers(batch),
    ...insertMoves(batch),
    ...noteHolders(batch),
    ...trimNames(batch),
    updateState(batch),
    ...stepsToMailAbout(mailingOf(batch)),
  ]
}

/** The first batch of a finalization: its people, and the log that it begins. */
export function stepsToBegin(batch: Batch, document: string | null): WriteStep<never>[] {
  const { live, lines } = batch
  const { event, finalizationId, after } = live
  for (const code of after.people.keys()) batch.touched.add(code)
  const lastCall = after.lastCallUntil === null ? null : after.lastCallUntil * 1000
  return [
    sql`UPDATE finalizations SET document = ${document} WHERE id = ${finalizationId}`,
    ...lowerHeldBack(event),
    ...updateStandings(batch),
    ...makeOffers(batch),
    ...insertMoves(batch),
    sql`INSERT INTO after_states (finalization_id, event_id, n, start_head, head, at, free, next_place,
        last_call_until, had_last_call, offers_tickets)
      VALUES (${finalizationId}, ${event.id}, ${lines.length}, ${live.head}, ${batch.head}, ${live.now * 1000},
        ${after.free}, ${after.nextPlace}, ${lastCall}, ${Number(batch.lastCallTo.length > 0)},
        ${Number(live.offersTickets)})`,
    sql`INSERT INTO holders (event_id, user_id, door_code)
      SELECT event_id, user_id, lower(hex(randomblob(16))) FROM standings
      WHERE finalization_id = ${finalizationId} AND holding > 0
      ON CONFLICT (event_id, user_id) DO UPDATE SET door_code = coalesce(holders.door_code, excluded.door_code)`,
    ...stepsToMailAbout(mailingOf(batch)),
  ]
}

/** By what was given beyond it. Nobody pressed a button for it, so it has an entry of its own. */
function lowerHeldBack({ id, heldBack }: Live['event']): SQL[] {
  const isLowered = sql`id = ${id} AND held_back > ${heldBack}`
  return [
    auditRows(
      {
        ...{ actor: null, action: 'event.held-back-lowered', subject: 'event' },
        ...{ subjectId: id, eventId: id },
        before: sql`json_object('heldBack', held_back)`,
        after: JSON.stringify({ heldBack }),
      },
      sql`FROM events WHERE ${isLowered}`,
    ),
    sql`UPDATE events SET held_back = ${heldBack} WHERE ${isLowered}`,
  ]
}

function mailingOf(batch: Batch) {
  const { live, lines, lastCallTo, why } = batch
  return {
    event: live.event,
    finalizationId: live.finalizationId,
    lines,
    lastCallTo,
    why,
    now: live.now,
  }
}

export function auditBatch(batch: Batch, actor: Actor, action: string, reason?: string): SQL {
  const { live, n } = batch
  return audit({
    actor,
    action,
    subject: 'tickets',
    subjectId: live.finalizationId,
    eventId: live.event.id,
    after: { firstLine: live.n + 1, lastLine: n, head: batch.head, reason },
  })
}

function updateStandings({ live, touched }: Batch): SQL[] {
  const rows = [...touched].flatMap(code => {
    const now = live.after.people.get(code)
    const holder = live.holders.get(code)
    if (!now || !holder) return []
    return [
      [
        ...[code, formatSizes(now.sizes), now.holding, now.level, now.place],
        ...[now.isWilling, now.hasLeft, now.wasSkipped, now.wasSetToNone].map(Number),
        ...[holder.putBack, holder.returned, holder.userId, Number(holder.hasJoined)],
        Number(holder.wasGiven),
      ],
    ]
  })
  return jsonParts(rows).map(
    part => sql`INSERT INTO standings (finalization_id, event_id, decided, code, sizes, holding, level, place,
        is_willing, has_left, was_skipped, was_set_to_none, put_back, returned, user_id, has_joined, was_given)
      SELECT ${live.finalizationId}, ${live.event.id}, value ->> 2, value ->> 0, value ->> 1, value ->> 2,
        value ->> 3, value ->> 4, value ->> 5, value ->> 6, value ->> 7, value ->> 8, value ->> 9, value ->> 10,
        value ->> 11, value ->> 12, value ->> 13
      FROM json_each(${part}) WHERE true
      ON CONFLICT (finalization_id, code) DO UPDATE SET sizes = excluded.sizes, holding = excluded.holding,
        level = excluded.level, place = excluded.place, is_willing = excluded.is_willing,
        has_left = excluded.has_left, was_skipped = excluded.was_skipped,
        was_set_to_none = excluded.was_set_to_none, put_back = excluded.put_back, returned = excluded.returned,
        was_given = excluded.was_given`,
  )
}

function endOffers({ ended, shortened }: Batch): SQL[] {
  const ends = ended.map(({ id, state, taken, at }) => [id, state, taken, at * 1000])
  return [
    ...jsonParts(shortened.map(({ id, until }) => [id, until * 1000])).map(
      part =>
        sql`UPDATE offers SET until_at = value ->> 1 FROM json_each(${part}) WHERE offers.id = value ->> 0`,
    ),
    ...jsonParts(ends).map(
      part => sql`UPDATE offers SET state = value ->> 1, taken = value ->> 2, answered_at = value ->> 3
        FROM json_each(${part}) WHERE offers.id = value ->> 0`,
    ),
  ]
}

function makeOffers({ live, made }: Batch): SQL[] {
  const rows = made.map(({ id, code, tickets, span }) => {
    const userId = live.holders.get(code)?.userId
    return [id, userId, code, tickets, span.begin * 1000, span.until * 1000]
  })
  return jsonParts(rows).map(
    part => sql`INSERT INTO offers (finalization_id, event_id, made_at, id, user_id, code, tickets, begins_at, until_at)
      SELECT ${live.finalizationId}, ${live.event.id}, ${live.now * 1000}, value ->> 0, value ->> 1, value ->> 2,
        value ->> 3, value ->> 4, value ->> 5
      FROM json_each(${part})`,
  )
}

function insertMoves({ live, lines }: Batch): SQL[] {
  const rows = lines.map(({ line, head, reason }) => {
    const { n, at, kind, code, tickets, sizes, until } = line
    const end = until === null ? null : until * 1000
    return [n, at * 1000, kind, code, tickets, formatSizes(sizes), end, head, reason]
  })
  return jsonParts(rows).map(
    part => sql`INSERT INTO ticket_moves (finalization_id, event_id, n, at, kind, code, tickets, sizes, until_at, head,
        reason)
      SELECT ${live.finalizationId}, ${live.event.id}, value ->> 0, value ->> 1, value ->> 2, value ->> 3, value ->> 4,
        value ->> 5, value ->> 6, value ->> 7, value ->> 8
      FROM json_each(${part}) ORDER BY value ->> 0`,
  )
}

const GETTING = new Set(['accepted', 'taken', 'given'])
const LOSING = new Set(['returned', 'recalled', 'released', 'lowered'])

function trimNames({ live, lines }: Batch): SQL[] {
  return lines.some(({ line }) => LOSING.has(line.kind)) ? [stepToTrimNames(live.event.id)] : []
}

/** Everybody who gets tickets has a code for the door. Accepting or taking them says that they come. */
function noteHolders({ live, lines }: Batch): SQL[] {
  const rows = lines.flatMap(({ line: { kind, at }, userId }) =>
    userId && GETTING.has(kind) ? [[userId, kind === 'given' ? null : at * 1000]] : [],
  )
  return jsonParts(rows).map(
    part => sql`INSERT INTO holders (event_id, user_id, door_code, confirmed_at)
      SELECT ${live.event.id}, value ->> 0, lower(hex(randomblob(16))), value ->> 1 FROM json_each(${part}) WHERE true
      ON CONFLICT (event_id, user_id) DO UPDATE SET
        door_code = coalesce(holders.door_code, excluded.door_code),
        confirmed_at = coalesce(holders.confirmed_at, excluded.confirmed_at)`,
  )
}

function updateState(batch: Batch): SQL {
  const { live } = batch
  const { after } = live
  const lastCall = after.lastCallUntil === null ? null : after.lastCallUntil * 1000
  return sql`UPDATE after_states SET n = ${batch.n}, head = ${batch.head}, at = ${after.at * 1000},
      free = ${after.free}, next_place = ${after.nextPlace}, last_call_until = ${lastCall},
      had_last_call = max(had_last_call, ${Number(batch.lastCallTo.length > 0)})
    WHERE finalization_id = ${live.finalizationId}`
}

function noteLastCall({ live, lastCallTo }: Batch): SQL[] {
  if (lastCallTo.length === 0) return []
  return [
    sql`UPDATE after_states SET had_last_call = 1 WHERE finalization_id = ${live.finalizationId}`,
  ]
}
