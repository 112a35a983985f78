import { and, eq, sql } from 'drizzle-orm'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { personMatches } from '#app/values/search/search.ts'
import { parseSizes } from '#app/values/size.ts'
import { db, keptQuery } from '#db/client.ts'
import { requests, users } from '#db/schema.ts'

const enteredByName = sql<
  string | null
>`(SELECT name FROM users u WHERE u.id = requests.entered_by)`

const sqlIsConfirmed = sql<boolean>`requests.confirmed_at IS NOT NULL`.mapWith(Boolean)

const sqlIsActive = sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean)

const ownRequest = keptQuery(reads =>
  reads
    .select({
      id: requests.id,
      sizes: requests.sizes,
      note: requests.note,
      createdAt: requests.createdAt,
      changedAt: requests.changedAt,
      version: requests.version,
      enteredByName,
      isConfirmed: sqlIsConfirmed,
    })
    .from(requests)
    .where(
      and(
        eq(requests.eventId, sql.placeholder('eventId')),
        eq(requests.userId, sql.placeholder('userId')),
      ),
    )
    .prepare(),
)

export async function findOwnRequest(userId: string, eventId: string) {
  const [row] = await ownRequest().all({ userId, eventId })
  return row && { ...row, sizes: parseSizes(row.sizes) }
}

export async function findRequest({ id: eventId }: ManagedEvent, requestId: string) {
  const [row] = await db()
    .select({
      id: requests.id,
      userId: requests.userId,
      name: users.name,
      email: users.email,
      isActive: sqlIsActive,
      sizes: requests.sizes,
      note: requests.note,
      createdAt: requests.createdAt,
      changedAt: requests.changedAt,
      version: requests.version,
      enteredByName,
      isConfirmed: sqlIsConfirmed,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(and(eq(requests.eventId, eventId), eq(requests.id, requestId)))
  return row && { ...row, sizes: parseSizes(row.sizes) }
}

export const requestSorts = ['name', 'time', 'size'] as const
export type RequestSort = (typeof requestSorts)[number]
export type RequestSearch = { q: string; sort: RequestSort; isDescending: boolean; page: number }

const PAGE_SIZE = 50

const sortSql = {
  name: sql`users.name COLLATE NOCASE`,
  time: sql`requests.changed_at`,
  size: sql`CAST(requests.sizes AS INTEGER)`,
}

export async function listRequests({ id: eventId }: ManagedEvent, search: RequestSearch) {
  const where = and(eq(requests.eventId, eventId), matches(search.q))
  const total = await db()
    .select({ count: sql<number>`count(*)` })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(where)
  const count = total[0]?.count ?? 0
  const pages = Math.max(1, Math.ceil(count / PAGE_SIZE))
  const page = Math.min(search.page, pages)
  const rows = await db()
    .select({
      id: requests.id,
      name: users.name,
      email: users.email,
      isActive: sqlIsActive,
      sizes: requests.sizes,
      note: requests.note,
      changedAt: requests.changedAt,
      enteredByName,
      isConfirmed: sqlIsConfirmed,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .where(where)
    .orderBy(
      sql`${sortSql[search.sort]} ${sql.raw(search.isDescending ? 'DESC' : 'ASC')}, requests.id`,
    )
    .limit(PAGE_SIZE)
    .offset((page - 1) * PAGE_SIZE)
  return { count, page, pages, rows: rows.map(r => ({ ...r, sizes: parseSizes(r.sizes) })) }
}

export const PEOPLE_SHOWN = 20

export async function findPeopleToAskFor({ id: eventId }: ManagedEvent, q: string) {
  return db()
    .select({ userId: users.id, name: users.name, email: users.email })
    .from(users)
    .where(
      and(
        sql`${users.deactivatedAt} IS NULL AND NOT EXISTS (SELECT 1 FROM requests
          WHERE requests.event_id = ${eventId} AND requests.user_id = users.id)`,
        matches(q),
      ),
    )
    .orderBy(sql`users.name COLLATE NOCASE, users.id`)
    .limit(PEOPLE_SHOWN)
}

function matches(q: string) {
  if (q === '') return undefined
  return personMatches(q, users)
}
