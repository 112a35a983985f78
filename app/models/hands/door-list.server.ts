import { type SQL, sql } from 'drizzle-orm'
import { contains, nameContains } from '#app/values/search/search.ts'
import { db } from '#db/client.ts'
import type { DoorEvent } from './door.server.ts'
import { type ListPlace, sqlHasChangedSince, sqlHoldings, sqlListPlace } from './holdings.server.ts'

export const DOOR_PAGE_SIZE = 50

type Row = {
  userId: string
  name: string
  holding: number
  code: string | null
  came: number
  cameAt: number | null
  cameByName: string | null
  handedAt: number | null
  guestNames: string
  hasChanged: number
}

function toHolder({ guestNames, hasChanged, ...row }: Row) {
  return { ...row, guests: JSON.parse(guestNames) as string[], hasChanged: Boolean(hasChanged) }
}

export type DoorHolder = ReturnType<typeof toHolder>

function selectHolders(eventId: string, more: SQL, condition: SQL): SQL {
  return sql`SELECT users.id AS userId, users.name, held.holding, holders.door_code AS code,
      coalesce(holders.came, 0) AS came, holders.came_at AS cameAt, holders.came_by_name AS cameByName,
      holders.handed_at AS handedAt, coalesce(holders.guest_names, '[]') AS guestNames,
      ${sqlHasChangedSince(eventId, sql`holders.came_at`)} AS hasChanged${more}
    FROM ${sqlHoldings(eventId)} AS held JOIN users ON users.id = held.userId
    LEFT JOIN holders ON holders.event_id = ${eventId} AND holders.user_id = held.userId
    WHERE held.holding > 0 AND ${condition}
    ORDER BY users.name COLLATE NOCASE, users.id`
}

type Totals = { people: number; tickets: number; here: number }

/** Who holds tickets, by name; found by their own names and by their guests'. */
export async function findDoorList(event: DoorEvent, view: { search: string; page: number }) {
  const totals = await findTotals(event, view.search)
  const pages = Math.max(1, Math.ceil(totals.found / DOOR_PAGE_SIZE))
  const page = Math.min(view.page, pages)
  const rows =
    totals.found === 0
      ? []
      : await db().all<Row & ListPlace>(
          sql`${selectHolders(
            event.id,
            sql`, ${sqlListPlace(event.id)}`,
            sqlMatches(view.search),
          )} LIMIT ${DOOR_PAGE_SIZE} OFFSET ${(page - 1) * DOOR_PAGE_SIZE}`,
        )
  const place = rows[0] ? { at: rows[0].at, n: rows[0].n } : null
  return { ...totals, holders: rows.map(({ at, n, ...row }) => toHolder(row)), page, pages, place }
}

async function findTotals({ id, state }: DoorEvent, search: string) {
  const none = { people: 0, tickets: 0, here: 0, found: 0 }
  if (state !== 'finalized') return none
  const found = await db().get<Totals & { found: number }>(sql`
    SELECT count(*) AS people, coalesce(sum(held.holding), 0) AS tickets,
      coalesce(sum(holders.came), 0) AS here, count(*) FILTER (WHERE ${sqlMatches(search)}) AS found
    FROM ${sqlHoldings(id)} AS held JOIN users ON users.id = held.userId
    LEFT JOIN holders ON holders.event_id = ${id} AND holders.user_id = held.userId
    WHERE held.holding > 0`)
  return found ?? none
}

function sqlMatches(search: string): SQL {
  if (search === '') return sql`1`
  const byName = nameContains(search, { name: sql`users.name`, searchName: sql`users.search_name` })
  return sql`(${byName} OR EXISTS (SELECT 1 FROM json_each(holders.guest_names) AS guest
    WHERE ${contains(search, [sql`guest.value`])}))`
}

/** By the code of a ticket, which is void once its person holds nothing. */
export async function findByDoorCode({ id, state }: DoorEvent, code: string) {
  const person = sql`(SELECT user_id FROM holders WHERE door_code = ${code} AND event_id = ${id})`
  return state === 'finalized' ? findOne(id, sql`held.userId = ${person}`) : undefined
}

export async function findDoorHolder({ id }: DoorEvent, userId: string) {
  return findOne(id, sql`held.userId = ${userId}`)
}

async function findOne(eventId: string, condition: SQL): Promise<DoorHolder | undefined> {
  const [row] = await db().all<Row>(selectHolders(eventId, sql``, condition))
  return row && toHolder(row)
}
