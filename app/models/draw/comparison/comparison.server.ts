import { asc, eq, sql } from 'drizzle-orm'
import type { ComparisonInput, Contender, RuleFigures } from '#app/allocation/compare.ts'
import { sha256 } from '#app/allocation/ranking.ts'
import { parseRoll } from '#app/allocation/roll.ts'
import type { WaitingEntry } from '#app/allocation/tally.ts'
import { type Order, RULES } from '#app/allocation/types.ts'
import { sqlIsAsked } from '#app/models/draw/fairness/asked.server.ts'
import { readLosses } from '#app/models/draw/fairness/ledger.server.ts'
import { entriesFor, findRoll } from '#app/models/draw/roll.server.ts'
import { findTask, startTask, type Task, waitFor } from '#app/models/draw/workers/task.server.ts'
import { startCalculation } from '#app/models/draw/workers/workers.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { entryCodes, events, pins, requests, users } from '#db/schema.ts'

const ORDERS_SIMULATED = 200
/** How long a page waits for its figures before it shows the progress. */
const PATIENCE_MS = 1500

export type ComparisonView = { order: Order; cap: number }
export type Comparison = Task<RuleFigures[]>

/** Reveals nothing of the real draw: the simulated orders come from a text that everybody can know. */
export async function compareForEvent(eventId: string, view: ComparisonView): Promise<Comparison> {
  const name = taskName(eventId, view)
  const known = findTask<RuleFigures[]>(name)
  // While requests come in, each page would start again, so this shows what is under way first.
  if (known?.state === 'working' || known?.state === 'cancelled') return waited(known)
  const input = await readInput(eventId, view)
  const question = sha256(JSON.stringify(input))
  if (known?.question === question && known.state === 'done') return known
  return waited(startFor(name, question, input, eventId))
}

export async function restartComparison(eventId: string, view: ComparisonView): Promise<void> {
  const input = await readInput(eventId, view)
  startFor(taskName(eventId, view), sha256(JSON.stringify(input)), input, eventId)
}

export function cancelComparison(eventId: string, view: ComparisonView): void {
  findTask(taskName(eventId, view))?.cancel()
}

function taskName(eventId: string, { order, cap }: ComparisonView): string {
  return `comparison ${eventId} ${order} ${cap}`
}

function startFor(
  name: string,
  question: string,
  input: ComparisonInput,
  eventId: string,
): Comparison {
  return startTask<RuleFigures[]>(
    name,
    question,
    () => startCalculation('compare', input, eventId),
    figures => figures,
  )
}

async function waited(task: Comparison): Promise<Comparison> {
  await waitFor(task, PATIENCE_MS)
  return task
}

async function readInput(eventId: string, { order, cap }: ComparisonView) {
  const entries = await readWaitingEntries(eventId, order)
  const [event] = await db()
    .select({ capacity: events.totalTickets, heldBack: events.heldBack })
    .from(events)
    .where(eq(events.id, eventId))
  const known = new Set(entries.map(({ code }) => code))
  const pinned = (await readPinsByCode(eventId)).filter(({ code }) => known.has(code))
  const contenders: Contender[] = [
    ...RULES.map(rule => ({ rule, options: { cap: null } })),
    { rule: 'plain' as const, options: { cap } },
  ]
  const { capacity = 0, heldBack = 0 } = event ?? {}
  const seedText = `comparison|${eventId}|${sha256(JSON.stringify(entries))}`
  const orders = ORDERS_SIMULATED
  return { contenders, entries, capacity, heldBack, pins: pinned, orders, seedText }
}

/** An imported request may lack a code until its roll is frozen; its id is enough for a simulation. */
const codeSql = sql<string>`coalesce(${entryCodes.code}, ${requests.id})`
const sqlIsItsCode = sql`${entryCodes.eventId} = ${requests.eventId} AND ${entryCodes.userId} = ${requests.userId}`

async function readWaitingEntries(eventId: string, order: Order): Promise<WaitingEntry[]> {
  const losses = await readLosses()
  const rows = await db()
    .select({
      userId: requests.userId,
      code: codeSql,
      sizes: requests.sizes,
      raisedAt: requests.raisedAt,
      isActive: sql<boolean>`${users.deactivatedAt} IS NULL`.mapWith(Boolean),
      isAsked: sqlIsAsked().mapWith(Boolean),
    })
    .from(requests)
    .innerJoin(users, eq(users.id, requests.userId))
    .leftJoin(entryCodes, sqlIsItsCode)
    .where(eq(requests.eventId, eventId))
    .orderBy(asc(requests.id))
  const roll = await findRoll(eventId)
  const frozen = roll && parseRoll(roll.roll)
  const isOnRoll = codesOf(frozen)
  const facts = rows
    .filter(({ code, isActive }) => isOnRoll?.has(code) ?? isActive)
    .map(({ userId, sizes, isActive: _, isAsked, ...row }) => ({
      ...row,
      sizes: parseSizes(sizes),
      losses: isAsked ? (losses.get(userId) ?? 0) : 0,
    }))
    .filter(({ sizes }) => sizes.length > 0)
  const waits = new Map(facts.map(fact => [fact.code, fact.losses]))
  const entries = frozen && roll.order === order ? frozen : entriesFor(order, facts)
  return entries.map(entry => ({ ...entry, wait: waits.get(entry.code) ?? 0 }))
}

function codesOf(entries: readonly { code: string }[] | undefined): Set<string> | undefined {
  return entries && new Set(entries.map(({ code }) => code))
}

async function readPinsByCode(eventId: string) {
  return db()
    .select({ code: codeSql, amount: pins.amount, reason: pins.reason })
    .from(pins)
    .innerJoin(requests, eq(requests.id, pins.requestId))
    .leftJoin(entryCodes, sqlIsItsCode)
    .where(eq(pins.eventId, eventId))
}
