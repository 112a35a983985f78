import { sql } from 'drizzle-orm'
import type { ManagedEvent } from '#app/models/events/event.server.ts'
import { inSteps } from '#app/values/page.ts'
import { db } from '#db/client.ts'
import {
  type ListPlace,
  sqlHasChangedSince,
  sqlHoldingAfter,
  sqlHoldings,
  sqlIsComing,
  sqlListPlace,
} from './holdings.server.ts'

/** One page prints them all, but for the largest events. */
export const WINNERS_PAGE_SIZE = 500

type Row = ListPlace & {
  userId: string
  name: string
  email: string
  isActive: number
  amount: number
  /** After the line that a printed list carries; null without one. */
  before: number | null
  handedAt: number | null
  handedByName: string | null
  hasChanged: number
  isComing: number
  people: number
  given: number
}
type View = {
  page: number
  since: number | null
  /** Only those who have not said that they are coming. */
  isUnconfirmed?: boolean
}

/** Who holds tickets, by name, or whose number changed since a line of the log. */
export async function findWinnersPage(event: ManagedEvent, view: View) {
  const { page: wanted } = view
  const first = await readWinners(event, view)
  const last = first.length === 0 && wanted > 1 ? await lastPage(event, view) : wanted
  const rows = last === wanted ? first : await readWinners(event, { ...view, page: last })
  const { people = 0, given = 0 } = rows[0] ?? {}
  return {
    winners: rows.map(toWinner),
    ...{ served: people, given, page: last },
    pages: Math.max(1, Math.ceil(people / WINNERS_PAGE_SIZE)),
    place: rows[0] ? { at: rows[0].at, n: rows[0].n } : null,
  }
}

async function lastPage(event: ManagedEvent, view: View): Promise<number> {
  const people = (await readWinners(event, { ...view, page: 1 }))[0]?.people ?? 0
  return Math.max(1, Math.ceil(people / WINNERS_PAGE_SIZE))
}

function toWinner({ isActive, hasChanged, isComing, people, given, at, n, ...winner }: Row) {
  return {
    ...winner,
    isActive: Boolean(isActive),
    hasChanged: Boolean(hasChanged),
    isComing: Boolean(isComing),
  }
}

export type Winner = ReturnType<typeof toWinner>

async function readWinners(
  { id, state, confirmBy }: ManagedEvent,
  { page, since, isUnconfirmed }: View,
) {
  if (state !== 'finalized') return []
  const isComing = confirmBy === null ? sql`1` : sqlIsComing
  const only = isUnconfirmed ? sql`AND NOT ${sqlIsComing}` : sql``
  const before = since === null ? sql`NULL` : sqlHoldingAfter(id, since)
  return db().all<Row>(sql`SELECT held.userId, users.name, users.email,
      users.deactivated_at IS NULL AS isActive, held.holding AS amount, held.before,
      holders.handed_at AS handedAt, holders.handed_by_name AS handedByName,
      ${sqlHasChangedSince(id, sql`holders.handed_at`)} AS hasChanged, ${isComing} AS isComing,
      count(*) OVER () AS people, sum(held.holding) OVER () AS given, ${sqlListPlace(id)}
    FROM (SELECT held.*, ${before} AS before FROM ${sqlHoldings(id)} AS held) AS held
    JOIN users ON users.id = held.userId
    LEFT JOIN holders ON holders.event_id = ${id} AND holders.user_id = held.userId
    WHERE ${since === null ? sql`held.holding > 0` : sql`held.holding <> held.before`} ${only}
    ORDER BY users.name COLLATE NOCASE, held.userId
    LIMIT ${WINNERS_PAGE_SIZE} OFFSET ${(page - 1) * WINNERS_PAGE_SIZE}`)
}

type Held = ListPlace & { userId: string; amount: number }

/** The numbers of one moment; what else is known of people is read in steps. */
export async function eachWinner({ id, state }: ManagedEvent) {
  const held =
    state === 'finalized'
      ? await db().all<Held>(sql`SELECT held.userId, held.holding AS amount, ${sqlListPlace(id)}
          FROM ${sqlHoldings(id)} AS held JOIN users ON users.id = held.userId
          WHERE held.holding > 0 ORDER BY users.name COLLATE NOCASE, held.userId`)
      : []
  const byPerson = new Map(held.map(row => [row.userId, row]))
  return inSteps([...byPerson.keys()], async ids =>
    (await readPeople(id, ids)).flatMap(person => {
      const found = byPerson.get(person.userId)
      return found
        ? [{ ...person, ...found, guests: JSON.parse(person.guestNames) as string[] }]
        : []
    }),
  )
}

type Person = Pick<Row, 'userId' | 'name' | 'email' | 'handedAt' | 'handedByName'> & {
  guestNames: string
}

async function readPeople(eventId: string, ids: string[]): Promise<Person[]> {
  return db().all<Person>(sql`SELECT users.id AS userId, users.name, users.email,
      holders.handed_at AS handedAt, holders.handed_by_name AS handedByName,
      coalesce(holders.guest_names, '[]') AS guestNames
    FROM json_each(${JSON.stringify(ids)}) AS wanted JOIN users ON users.id = wanted.value
    LEFT JOIN holders ON holders.event_id = ${eventId} AND holders.user_id = users.id
    ORDER BY wanted.key`)
}
