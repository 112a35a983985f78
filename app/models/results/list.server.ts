import { asc, eq, inArray, sql } from 'drizzle-orm'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { resultInForce, resultOfRequest } from '#app/models/grid/grid.server.ts'
import { inSteps } from '#app/values/page.ts'
import { db } from '#db/client.ts'
import { finalizations, requests, results, users } from '#db/schema.ts'

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
      impossible: sql<string | null>`coalesce(${results.impossible}, ${requests.impossible})`,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(finalizations, resultInForce)
    .leftJoin(results, resultOfRequest)
    .where(inArray(requests.id, ids))
    .orderBy(byName, asc(requests.id))
}
