import { and, asc, eq, inArray, isNull, type SQL, sql } from 'drizzle-orm'
import { type Actor, audit } from '#app/models/audit/audit.server.ts'
import { mustFitDraw } from '#app/models/draw/capacity.server.ts'
import { drawnAmounts, findDrawnAmounts } from '#app/models/draw/drawn.server.ts'
import { mustNotBeLocked } from '#app/models/draw/guards.server.ts'
import { type ManagedEvent, mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { nameContains } from '#app/values/search/search.ts'
import type { Amount } from '#app/values/tickets.ts'
import { db } from '#db/client.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { finalizations, requests, results, users } from '#db/schema.ts'
import { figuresOf, GRID_PAGE_SIZE, type GridFigures } from './amounts.ts'
import { parseWas, type RowChange } from './form.ts'
import type { GridView } from './view.ts'

export type GridRefusal =
  | 'not-found'
  | 'not-closed'
  | 'changed'
  | 'unexplained'
  | 'over-capacity'
  | 'over-draw'
  | 'locked'

function amountColumn(event: Pick<ManagedEvent, 'state'>) {
  return event.state === 'finalized' ? results.amount : requests.draftAmount
}

export const resultInForce = and(
  eq(finalizations.eventId, requests.eventId),
  isNull(finalizations.undoneAt),
)
export const resultOfRequest = and(
  eq(results.finalizationId, finalizations.id),
  eq(results.requestId, requests.id),
)

export async function findFigures(event: ManagedEvent): Promise<GridFigures> {
  const amount = amountColumn(event)
  const groups = await db()
    .select({ sizes: requests.sizes, amount, count: sql<number>`count(*)` })
    .from(requests)
    .leftJoin(finalizations, resultInForce)
    .leftJoin(results, resultOfRequest)
    .where(eq(requests.eventId, event.id))
    .groupBy(requests.sizes, amount)
  return figuresOf(event.totalTickets, groups)
}

export type GridRow = {
  requestId: string
  name: string
  isActive: boolean
  sizes: string
  note: string
  amount: Amount
  reason: string | null
  impossible: string | null
  drawn?: number | undefined
}

export async function findGridPage(event: ManagedEvent, view: GridView) {
  const condition = and(
    eq(requests.eventId, event.id),
    view.only === 'undecided' ? isNull(amountColumn(event)) : undefined,
    view.search === '' ? undefined : nameContains(view.search, users),
  )
  const [counted] = await db()
    .select({ count: sql<number>`count(*)` })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(finalizations, resultInForce)
    .leftJoin(results, resultOfRequest)
    .where(condition)
  const pages = Math.max(1, Math.ceil((counted?.count ?? 0) / GRID_PAGE_SIZE))
  const page = Math.min(view.page, pages)
  const rows = await selectRows(event, condition)
    .limit(GRID_PAGE_SIZE)
    .offset((page - 1) * GRID_PAGE_SIZE)
  return { rows: await withDrawn(event, rows), page, pages }
}

export async function findGridRows(event: ManagedEvent, requestIds: string[]): Promise<GridRow[]> {
  const rows = await selectRows(
    event,
    and(eq(requests.eventId, event.id), inArray(requests.id, requestIds)),
  )
  return withDrawn(event, rows)
}

async function withDrawn(event: ManagedEvent, rows: GridRow[]): Promise<GridRow[]> {
  if (!event.wasDrawn) return rows
  const drawn = await findDrawnAmounts(event.id)
  return rows.map(row => ({ ...row, drawn: drawn.get(row.requestId) }))
}

function selectRows(event: ManagedEvent, condition: SQL | undefined) {
  return db()
    .select({
      requestId: requests.id,
      name: users.name,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      sizes: requests.sizes,
      note: requests.note,
      amount: amountColumn(event),
      reason: requests.draftReason,
      impossible: sql<string | null>`coalesce(${results.impossible}, ${requests.impossible})`,
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(finalizations, resultInForce)
    .leftJoin(results, resultOfRequest)
    .where(condition)
    .orderBy(sql`${users.name} COLLATE NOCASE`, asc(requests.id))
}

export function mustAllowAllocating(eventId: string, viewer: Person) {
  return [
    mustManage(viewer, eventId),
    mustNotBeLocked(eventId),
    refuseUnless('not-closed' as const, sqlIsInState(eventId, ['closed'])),
  ]
}

/** All rows or none. */
export async function saveGrid(
  eventId: string,
  viewer: Person,
  changes: readonly RowChange[],
): Promise<{ refusal?: GridRefusal | undefined }> {
  const rows = sql`(SELECT value ->> 'requestId' AS request_id, value ->> 'amount' AS amount,
      value ->> 'reason' AS reason, value ->> 'was' AS was FROM json_each(${JSON.stringify(changes)}))`
  const wasSql = sql`coalesce(r.draft_amount, '') || '|' || r.sizes || '|' || coalesce(r.draft_reason, '')`
  const steps: WriteStep<GridRefusal>[] = [
    ...mustAllowAllocating(eventId, viewer),
    refuseIf(
      'changed',
      sql`EXISTS (SELECT 1 FROM ${rows} typed
        LEFT JOIN requests r ON r.id = typed.request_id AND r.event_id = ${eventId}
        WHERE r.id IS NULL OR ${wasSql} <> typed.was)`,
    ),
    // Reductions first, so that the total never exceeds the capacity in between.
    setAmounts(eventId, rows, sql`coalesce(typed.amount, 0) <= coalesce(draft_amount, 0)`),
    setAmounts(eventId, rows, sql`coalesce(typed.amount, 0) > coalesce(draft_amount, 0)`),
    refuseIf(
      'unexplained',
      sql`EXISTS (SELECT 1 FROM ${drawnAmounts(eventId)} AS drawn
      JOIN requests r ON r.id = drawn.request_id
      WHERE r.draft_amount <> drawn.amount AND r.draft_reason IS NULL)`,
    ),
    mustFitDraw(eventId),
    auditOfSaving(eventId, { userId: viewer.userId, name: viewer.name }, changes),
  ]
  return write(steps)
}

/** The plus keeps SQLite from scanning all requests of the event, and the whole list again for each. */
function setAmounts(eventId: string, rows: SQL, which: SQL): SQL {
  return sql`UPDATE requests SET draft_amount = typed.amount, draft_reason = typed.reason
    FROM ${rows} typed WHERE requests.id = typed.request_id AND +requests.event_id = ${eventId}
      AND ${which}`
}

function auditOfSaving(eventId: string, actor: Actor, changes: readonly RowChange[]): SQL {
  return audit({
    actor,
    action: 'allocation.saved',
    subject: 'allocation',
    subjectId: eventId,
    eventId,
    before: Object.fromEntries(changes.map(row => [row.requestId, parseWas(row.was)?.amount])),
    after: Object.fromEntries(
      changes.map(({ requestId, amount, reason }) => [
        requestId,
        reason === null ? amount : { amount, reason },
      ]),
    ),
  })
}
