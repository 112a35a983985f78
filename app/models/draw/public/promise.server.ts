import { and, desc, eq, sql } from 'drizzle-orm'
import { parseRoll } from '#app/allocation/roll.ts'
import { parseSource } from '#app/allocation/terms/source.ts'
import { readTerms } from '#app/allocation/terms/terms.ts'
import type { Entry, Order } from '#app/allocation/types.ts'
import { findDrawnDocument } from '#app/models/draw/drawn-document.server.ts'
import { sqlIsAsked } from '#app/models/draw/fairness/asked.server.ts'
import { readLedger } from '#app/models/draw/fairness/ledger.server.ts'
import { countedLosses, lossesOf, weightFor } from '#app/models/draw/fairness/ledger.ts'
import { findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { findRoll } from '#app/models/draw/roll.server.ts'
import { findCode } from '#app/models/draw/seal/code.server.ts'
import { countsLosses, sayRestored } from '#app/models/draw/words.ts'
import type { EventState } from '#app/models/events/event.ts'
import { db, keptQuery } from '#db/client.ts'
import { events, requests, seals } from '#db/schema.ts'
import { findEarlySource } from './reopening.server.ts'
import { findRestoresOf } from './restores.server.ts'
import { sayByHand, sayNotChosen, sayPromise } from './say-promise.ts'

export async function findPromise(eventId: string) {
  const sealed = await latestSealsQuery().all({ eventId })
  // An imported event may have its rule before it has its seal.
  const { draw, commitment } = sealed[0] ?? { draw: 1, commitment: null }
  const choice = await findChoice(eventId, draw)
  const event = choice && (await factsQuery().get({ eventId }))
  if (!event) return undefined
  const { rule, order, cap, publicValueSource } = choice
  const { isFinalized, ofRoll, locking, ...facts } = event
  const early = await findEarlySource(eventId, publicValueSource)
  return {
    draw,
    commitment,
    earlier: replacedSeals(sealed),
    ...{ rule, order, cap, publicValueSource, early },
    ...facts,
    locked: readLocking(locking, facts.lastDraw),
    ...parseOfRoll(ofRoll),
    ...(await readByHand(eventId, isFinalized, facts.lastDraw)),
  }
}

const latestSealsQuery = keptQuery(reads =>
  reads
    .select({ draw: seals.draw, commitment: seals.commitment, reason: seals.reason })
    .from(seals)
    .where(eq(seals.eventId, sql.placeholder('eventId')))
    .orderBy(desc(seals.draw))
    .prepare(),
)

type LatestSeals = Awaited<ReturnType<ReturnType<typeof latestSealsQuery>['all']>>

function replacedSeals([last, ...before]: LatestSeals) {
  return before.map(({ draw, commitment }, index) => ({
    draw,
    commitment,
    replacedFor: (index === 0 ? last : before[index - 1])?.reason ?? '',
  }))
}

const factsQuery = keptQuery(reads =>
  reads
    .select({
      heldBack: events.heldBack,
      heldBackReason: events.heldBackReason,
      rollHash: sql<string | null>`(SELECT roll_hash FROM rolls
        WHERE rolls.event_id = events.id AND superseded_at IS NULL)`,
      ofRoll: sql<
        string | null
      >`(SELECT deactivated || ' ' || without_size || ' ' || unconfirmed FROM rolls
        WHERE rolls.event_id = events.id AND superseded_at IS NULL)`,
      lastDraw: sql<
        number | null
      >`(SELECT max(number) FROM draws WHERE draws.event_id = events.id)`,
      locking: sql<
        string | null
      >`(SELECT json_object('draw', draw, 'knownAt', known_at, 'terms', terms)
        FROM lockings WHERE lockings.event_id = events.id AND cancelled_at IS NULL
        ORDER BY draw DESC LIMIT 1)`,
      isFinalized: sql<boolean>`finalized_at IS NOT NULL`.mapWith(Boolean),
    })
    .from(events)
    .where(eq(events.id, sql.placeholder('eventId')))
    .prepare(),
)

function parseOfRoll(ofRoll: string | null) {
  const numbers = (ofRoll ?? '0 0 0').split(' ').map(Number)
  const [deactivated = 0, withoutSize = 0, unconfirmed = 0] = numbers
  return { leftOut: { deactivated, withoutSize }, unconfirmed }
}

/** The last locking, unless a draw of version 1 came after it. */
function readLocking(text: string | null, lastDraw: number | null) {
  if (text === null) return null
  const { draw, knownAt, terms } = JSON.parse(text) as LockingText
  if (draw < (lastDraw ?? 0)) return null
  const source = parseSource(readTerms(terms).publicValueSource ?? '-')
  return { draw, knownAt, source, isDrawn: draw === lastDraw }
}

type LockingText = { draw: number; knownAt: number | null; terms: string }

async function readByHand(eventId: string, isFinalized: boolean, lastDraw: number | null) {
  if (!isFinalized) return { setByHand: null, byHand: null }
  if (lastDraw === null)
    return { setByHand: null, byHand: { fillings: await countFillings(eventId) } }
  return { setByHand: await countSetByHand(eventId, lastDraw), byHand: null }
}

export async function sayHowDecided(eventId: string, state: EventState, timeZone = 'UTC') {
  const restores = await findRestoresOf(eventId)
  const restored = restores.map(each => sayRestored(each, timeZone))
  return { ...(await sayDecision(eventId, state, timeZone)), restored }
}

async function sayDecision(eventId: string, state: EventState, timeZone: string) {
  const promise = await findPromise(eventId)
  if (promise) return sayPromise(promise, state, timeZone)
  const sentence =
    state === 'finalized' ? sayByHand(await countFillings(eventId)) : sayNotChosen(state)
  return {
    isPromised: false,
    draw: 1,
    sentence,
    lastDraw: null,
    locked: null,
    facts: [],
    warning: null,
    canName: false,
  }
}

export type DrawPromise = NonNullable<Awaited<ReturnType<typeof findPromise>>>

/** A plain draw is an order that no seal promised, and can be drawn again until it pleases. */
export async function countFillings(eventId: string): Promise<number> {
  const row = await db().get<{ count: number }>(sql`SELECT count(*) AS count FROM audit_entries
    WHERE event_id = ${eventId} AND action = 'allocation.filled-by-plain-draw'`)
  return row?.count ?? 0
}

export async function countSetByHand(eventId: string, draw: number) {
  const drawn = await findDrawnDocument(eventId, draw)
  if (!drawn) return null
  const { document, givenOffRoll } = drawn
  const codes = [...document.pins, ...document.overrides].map(({ code }) => code)
  return { byHand: new Set(codes).size, entries: document.ranking.length, givenOffRoll }
}

export async function findOwnEntry(eventId: string, userId: string) {
  const code = await findCode(eventId, userId)
  const promise = code && (await findPromise(eventId))
  if (!code || !promise) return undefined
  const roll = promise.rollHash === null ? undefined : await findRoll(eventId)
  const frozen = roll && parseRoll(roll.roll).find(entry => entry.code === code)
  const { isAsked, losses } = await readRecord(eventId, userId, promise.order, frozen)
  return {
    code,
    commitment: promise.commitment,
    earlier: promise.earlier,
    locked: promise.locked,
    order: promise.order,
    countsLosses: countsLosses(promise.order),
    isAsked,
    /** Settled once the roll is frozen; until then it is what their ledger says today. */
    isSettled: frozen !== undefined,
    weight: frozen?.weight ?? (promise.order === 'weighted' ? weightFor(losses) : 1),
    waits: promise.order === 'rotation' ? (frozen?.priority ?? countedLosses(losses)) : 0,
  }
}

/** Without the losses where they do not matter, or are on the frozen roll. */
async function readRecord(eventId: string, userId: string, order: Order, frozen?: Entry) {
  if (!countsLosses(order)) return { isAsked: true, losses: 0 }
  const [request] = await db()
    .select({ isAsked: sqlIsAsked().mapWith(Boolean) })
    .from(requests)
    .where(and(eq(requests.eventId, eventId), eq(requests.userId, userId)))
  const isAsked = request?.isAsked ?? true
  if (frozen || !isAsked) return { isAsked, losses: 0 }
  return { isAsked, losses: lossesOf(await readLedger(userId)) }
}

export type OwnEntry = NonNullable<Awaited<ReturnType<typeof findOwnEntry>>>
