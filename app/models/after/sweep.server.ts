import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { inTurn, settle } from './act.server.ts'
import { stepsToBeginLog } from './begin.server.ts'
import { judgingClock } from './clock.server.ts'

const HOUR = 3_600_000
/** Offers end at most 72 hours before the start, and the last call begins within the day before that. */
const LAST_CALL_AT_MOST = 100 * HOUR

type Found = { eventId: string }

/** Writes what fell due: offers that ended, tickets that nobody confirmed, people who are gone. */
export async function settleWhatIsDue(stopping: AbortSignal): Promise<void> {
  await settleEach(
    stopping,
    await db().all<Found>(sql`
      SELECT event_id AS eventId FROM offers WHERE state = 'open' AND until_at <= ${judgingClock()}
      UNION
      SELECT events.id FROM events
      JOIN finalizations ON finalizations.event_id = events.id AND finalizations.undone_at IS NULL
      WHERE releases_unconfirmed = 1 AND confirm_by <= ${judgingClock()} AND cancelled_at IS NULL
        AND EXISTS (SELECT 1 FROM standings t
          LEFT JOIN holders h ON h.event_id = t.event_id AND h.user_id = t.user_id
          WHERE t.finalization_id = finalizations.id AND t.holding > 0 AND t.was_given = 0 AND h.confirmed_at IS NULL
            AND h.handed_at IS NULL AND coalesce(h.came, 0) = 0)`),
  )
}

/** Last calls begin by themselves. */
export async function settleSoonEvents(stopping: AbortSignal): Promise<void> {
  await settleEach(stopping, await findOpen(LAST_CALL_AT_MOST))
}

/** The second net: whatever the timers missed. */
export async function settleAllEvents(stopping: AbortSignal): Promise<void> {
  await settleEach(stopping, await findOpen(Number.MAX_SAFE_INTEGER / 2))
}

async function findOpen(within: number): Promise<Found[]> {
  return db().all<Found>(sql`
    SELECT s.event_id AS eventId FROM after_states s
    JOIN finalizations ON finalizations.id = s.finalization_id AND finalizations.undone_at IS NULL
    JOIN events ON events.id = s.event_id
    WHERE events.cancelled_at IS NULL AND events.starts_at > ${judgingClock()}
      AND events.starts_at < ${judgingClock()} + ${within}`)
}

/** One event that cannot be settled keeps no other from it. */
async function settleEach(stopping: AbortSignal, found: readonly Found[]): Promise<void> {
  await inSequence(stopping, found, ({ eventId }) => settle(eventId))
}

/** One that fails does not keep the others waiting; the first failure is told at the end. */
async function inSequence<Item>(
  stopping: AbortSignal,
  items: readonly Item[],
  task: (item: Item) => Promise<void>,
): Promise<void> {
  const failures: unknown[] = []
  for (const item of items) {
    if (stopping.aborted) return
    await task(item).catch(error => failures.push(error))
  }
  if (failures.length > 0) throw failures[0]
}

/** Somebody who was deactivated leaves every line, and what they were offered goes to the next. */
export async function settleLinesOf(userId: string): Promise<void> {
  const found = await db().all<Found>(sql`
    SELECT t.event_id AS eventId FROM standings t JOIN events ON events.id = t.event_id
    JOIN finalizations ON finalizations.id = t.finalization_id AND finalizations.undone_at IS NULL
    WHERE t.user_id = ${userId} AND t.has_left = 0 AND events.starts_at > ${judgingClock()}`)
  await settleEach(new AbortController().signal, found)
}

/** Decisions of an older version, and imported ones, of events to come: their logs begin now. */
export async function beginOlderLogs(stopping: AbortSignal): Promise<void> {
  const found = await db().all<{ eventId: string; finalizationId: string }>(sql`
    SELECT f.event_id AS eventId, f.id AS finalizationId FROM finalizations f JOIN events ON events.id = f.event_id
    WHERE f.undone_at IS NULL AND events.cancelled_at IS NULL AND events.starts_at > ${judgingClock()}
      AND events.finalized_at IS NOT NULL
      AND NOT EXISTS (SELECT 1 FROM after_states WHERE finalization_id = f.id)`)
  await inSequence(stopping, found, ({ eventId, finalizationId }) =>
    inTurn(eventId, () => beginOlder(eventId, finalizationId)),
  )
}

async function beginOlder(eventId: string, finalizationId: string): Promise<void> {
  const steps = await stepsToBeginLog({ eventId, finalizationId, source: 'results' })
  await write([
    refuseUnless(
      'begun',
      sql`SELECT undone_at IS NULL AND NOT EXISTS (SELECT 1 FROM after_states WHERE finalization_id = ${finalizationId})
        FROM finalizations WHERE id = ${finalizationId}`,
    ),
    ...steps,
    audit({
      actor: null,
      action: 'tickets.log-begun',
      subject: 'tickets',
      subjectId: finalizationId,
      eventId,
    }),
  ])
}
