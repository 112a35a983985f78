import { and, asc, eq, isNull, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { finalizations, requests, results, users } from '#db/schema.ts'
import type { ManagedEvent } from './allocation.server.ts'

/** All requests of one event with draft and result, by name: for those who manage it alone. */
export async function listResults(event: ManagedEvent) {
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
      impossible: sql<string | null>`coalesce(${results.impossible}, ${requests.impossible})`,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(
      finalizations,
      and(eq(finalizations.eventId, requests.eventId), isNull(finalizations.undoneAt)),
    )
    .leftJoin(
      results,
      and(eq(results.finalizationId, finalizations.id), eq(results.requestId, requests.id)),
    )
    .where(eq(requests.eventId, event.eventId))
    .orderBy(sql`${users.name} COLLATE NOCASE`, asc(requests.id))
}
