import { sql } from 'drizzle-orm'
import { TIME_TO_CONFIRM } from '#app/models/events/confirm-by.ts'
import type { EventRow } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf } from '#db/lane.ts'

type Change = Pick<EventRow, 'id' | 'startsAt' | 'confirmBy' | 'releasesUnconfirmed'>

export type ConfirmByProblem =
  | 'confirm-past'
  | 'confirm-passed'
  | 'confirm-earlier'
  | 'confirm-release'
  | 'confirm-soon'

/**
 * After a decision, confirming must never be used against those who were told otherwise. Judged on the row, since
 * finalizing may move it. One that a new start has made void may be taken out.
 */
function sqlProblem({ startsAt, confirmBy, releasesUnconfirmed }: Change) {
  const isOther = sql`confirm_by IS NOT ${confirmBy}`
  const holds = sql`finalized_at IS NOT NULL AND confirm_by < ${startsAt}`
  const releases = releasesUnconfirmed ? 1 : 0
  return sql<ConfirmByProblem | null>`CASE
    WHEN finalized_at IS NULL AND ${isOther} AND ${confirmBy} <= ${NOW} THEN 'confirm-past'
    WHEN ${holds} AND confirm_by <= ${NOW} AND (${isOther} OR releases_unconfirmed <> ${releases})
      THEN 'confirm-passed'
    WHEN ${holds} AND coalesce(${confirmBy} < confirm_by, 1) THEN 'confirm-earlier'
    WHEN finalized_at IS NOT NULL AND confirm_by IS NOT NULL AND releases_unconfirmed < ${releases}
      THEN 'confirm-release'
    WHEN finalized_at IS NOT NULL AND coalesce(confirm_by >= ${startsAt}, 1)
      AND ${confirmBy} < ${NOW} + ${TIME_TO_CONFIRM} THEN 'confirm-soon' END`
}

/** One guard for all, as a batch has few; findConfirmByProblem() says which it was. */
export function mustAllowConfirmBy(change: Change) {
  return refuseIf(
    'confirm-by' as const,
    sql`SELECT (${sqlProblem(change)}) IS NOT NULL FROM events WHERE id = ${change.id}`,
  )
}

export async function findConfirmByProblem(change: Change): Promise<ConfirmByProblem> {
  const [row] = await db().all<{ problem: ConfirmByProblem | null }>(
    sql`SELECT ${sqlProblem(change)} AS problem FROM events WHERE id = ${change.id}`,
  )
  return row?.problem ?? 'confirm-soon'
}
