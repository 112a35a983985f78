import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { resultInForce, resultOfRequest } from '#app/models/grid/grid.server.ts'
import { inSteps, pageOf } from '#app/values/page.ts'
import { db } from '#db/client.ts'
import { finalizations, requests, results, users } from '#db/schema.ts'

/** One page prints them all, but for the largest events. */
export const WINNERS_PAGE_SIZE = 500

/** Who gets tickets by the decision that holds, by name; nobody before it, and nobody once the event is cancelled. */
export async function findWinnersPage(event: ManagedEvent, wanted: number) {
  const all = await listWinners(event)
  const { items, page, pages } = pageOf(all, wanted, WINNERS_PAGE_SIZE)
  const given = all.reduce((sum, { amount }) => sum + amount, 0)
  return { winners: await readWinners(idsOf(items)), given, served: all.length, page, pages }
}

export async function eachWinner(event: ManagedEvent) {
  return inSteps(idsOf(await listWinners(event)), readWinners)
}

const byName = [sql`${users.name} COLLATE NOCASE`, asc(requests.id)]
const idsOf = (rows: { id: string }[]) => rows.map(({ id }) => id)

async function listWinners({ id: eventId, state }: ManagedEvent) {
  if (state !== 'finalized') return []
  return db()
    .select({ id: requests.id, amount: results.amount })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .innerJoin(finalizations, resultInForce)
    .innerJoin(results, resultOfRequest)
    .where(and(eq(requests.eventId, eventId), gt(results.amount, 0)))
    .orderBy(...byName)
}

async function readWinners(ids: string[]) {
  return db()
    .select({
      requestId: requests.id,
      name: users.name,
      email: users.email,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      amount: results.amount,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .innerJoin(finalizations, resultInForce)
    .innerJoin(results, resultOfRequest)
    .where(inArray(requests.id, ids))
    .orderBy(...byName)
}

export type Winner = Awaited<ReturnType<typeof readWinners>>[number]
