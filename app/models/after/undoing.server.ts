import { sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { refuseIf, type WriteStep } from '#db/lane.ts'
import { readSettled, restIfLarge } from './act.server.ts'
import { Batch } from './batch.ts'
import { mustBeAsRead, mustHaveNoLog, stepsOf } from './steps.server.ts'

/** What a log has where somebody's number changed; finalizing itself gives without a reason. */
const HAS_MOVED = sql`kind IN ('accepted', 'taken', 'given', 'returned', 'recalled', 'released', 'lowered')
  AND NOT (kind = 'given' AND reason = '')`

/** Nothing may have moved, and nobody may count on their tickets: judged in the batch that undoes the decision. */
export function mustNotHaveMoved(eventId: string, finalizationId: string) {
  return refuseIf('has-moved' as const, sqlHasMoved(eventId, finalizationId))
}

function sqlHasMoved(eventId: string, finalizationId: string) {
  return sql`EXISTS (SELECT 1 FROM ticket_moves WHERE finalization_id = ${finalizationId} AND ${HAS_MOVED})
    OR EXISTS (SELECT 1 FROM holders WHERE event_id = ${eventId}
      AND (confirmed_at IS NOT NULL OR handed_at IS NOT NULL OR came > 0 OR guest_names <> '[]'))`
}

/** For display only: the batch judges it again. */
export async function hasMoved(eventId: string, finalizationId: string): Promise<boolean> {
  const row = await db().get<{ is: number }>(
    sql`SELECT ${sqlHasMoved(eventId, finalizationId)} AS "is"`,
  )
  return row?.is === 1
}

/** Withdraws every open offer of an event that is cancelled or un-finalized; nothing is dealt. Call it in turn. */
export async function stepsToWithdraw(
  eventId: string,
  why: 'cancelled' | 'unfinalized',
): Promise<WriteStep<'moved'>[]> {
  const live = await readSettled(eventId)
  if (!live) return mustHaveNoLog(eventId)
  const batch = new Batch(live, why)
  batch.withdrawAll()
  await restIfLarge(live)
  const steps = [...mustBeAsRead(live), ...stepsOf(batch)]
  await restIfLarge(live)
  return steps
}
