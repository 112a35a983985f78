import { and, asc, eq, inArray, isNull, type SQLWrapper, sql } from 'drizzle-orm'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { resultInForce, resultOfRequest } from '#app/models/grid/grid.server.ts'
import { inSteps } from '#app/values/page.ts'
import { db } from '#db/client.ts'
import { finalizations, requests, results, standings, users } from '#db/schema.ts'

const byName = sql`${users.name} COLLATE NOCASE`

export async function eachResult(event: ManagedEvent) {
  const ids = await db()
    .select({ id: requests.id })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(eq(requests.eventId, event.id))
    .orderBy(byName, asc(requests.id))
  return inSteps(
    ids.map(({ id }) => id),
    readResults,
  )
}

async function readResults(ids: string[]) {
  return db()
    .select({
      name: users.name,
      email: users.email,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      sizes: requests.sizes,
      note: requests.note,
      createdAt: requests.createdAt,
      changedAt: requests.changedAt,
      draft: requests.draftAmount,
      reason: requests.draftReason,
      result: results.amount,
      holding: standings.holding,
      moves: sayMoves(standings.finalizationId, standings.code),
      impossible: sql<string | null>`coalesce(${results.impossible}, ${requests.impossible})`,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(finalizations, resultInForce)
    .leftJoin(results, resultOfRequest)
    .leftJoin(standings, standingOfRequest)
    .where(inArray(requests.id, ids))
    .orderBy(byName, asc(requests.id))
}

const standingOfRequest = and(
  eq(standings.finalizationId, finalizations.id),
  eq(standings.eventId, requests.eventId),
  eq(standings.userId, requests.userId),
)

/** "returned 2, accepted 1": what changed their number after the decision, in sequence. */
function sayMoves(finalizationId: SQLWrapper, code: SQLWrapper) {
  return sql<string | null>`(SELECT group_concat(kind || ' ' || tickets, ', ') FROM (
    SELECT m.kind, m.tickets FROM ticket_moves m
    WHERE m.finalization_id = ${finalizationId} AND m.code = ${code} AND (m.reason <> '' OR m.kind <> 'given')
      AND m.kind IN ('returned', 'recalled', 'released', 'lowered', 'given', 'accepted', 'taken')
    ORDER BY m.n))`
}

/** Who joined the waiting list after the decision, without a request. */
export async function listJoined(event: ManagedEvent) {
  return db()
    .select({
      name: users.name,
      email: users.email,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      sizes: standings.sizes,
      holding: standings.holding,
      moves: sayMoves(standings.finalizationId, standings.code),
    })
    .from(standings)
    .innerJoin(users, eq(users.id, standings.userId))
    .innerJoin(
      finalizations,
      and(eq(finalizations.id, standings.finalizationId), isNull(finalizations.undoneAt)),
    )
    .where(and(eq(standings.eventId, event.id), eq(standings.hasJoined, true)))
    .orderBy(byName, asc(standings.code))
}
