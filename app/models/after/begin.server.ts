import { sql } from 'drizzle-orm'
import { decidedBy } from '#app/allocation/after/decided.ts'
import { headByHand, headOfDocument } from '#app/allocation/after/line.ts'
import { type Decided, startAfter, startByHand } from '#app/allocation/after/standing.ts'
import type { DrawDocument } from '#app/allocation/document/document.ts'
import { formatDrawDocument } from '#app/allocation/document/format.ts'
import { findDrawnDocument, readOverrides } from '#app/models/draw/drawn-document.server.ts'
import { newCode } from '#app/models/draw/seal/code.server.ts'
import { parseSizes } from '#app/values/size.ts'
import { db } from '#db/client.ts'
import { jsonParts } from '#db/insert-all.ts'
import type { WriteStep } from '#db/lane.ts'
import { restIfLarge } from './act.server.ts'
import { Batch } from './batch.ts'
import { judgingClock } from './clock.server.ts'
import { type DecidedEvent, type Holder, type Live, NEW_HOLDER, toSeconds } from './live.ts'
import { EVENT_FACTS } from './read.server.ts'
import { stepsToBegin } from './steps.server.ts'

export interface Beginning {
  readonly eventId: string
  readonly finalizationId: string
  /** Where the amounts come from: the grid, or a finalization of an older version. */
  readonly source: 'draft' | 'results'
}

interface Asked {
  /** After an earlier decision, without a request. */
  hasJoined?: boolean
  code: string
  userId: string
  sizes: string
  amount: number
  isActive: number
}

/** Everything that begins the log of a finalization: it belongs into the batch that finalizes. */
export async function stepsToBeginLog(beginning: Beginning): Promise<WriteStep<never>[]> {
  const { eventId, source } = beginning
  const document = await readDocument(eventId)
  const asked = await readAsked(beginning)
  const gone = await readGone(eventId)
  const rejoining = await readJoined(eventId, new Set(asked.map(({ code }) => code)))
  const text = document && formatDrawDocument(document)
  const drawn = document ? decidedBy(document) : { ranked: [], free: 0 }
  const mayLower = source === 'draft' || document !== undefined
  const event = await readEvent(eventId, givenBy(drawn.ranked, asked), mayLower)
  const people = [...asked, ...gone, ...rejoining]
  const head = text === undefined ? headByHand(eventId) : headOfDocument(text)
  const live = startOf(event, beginning, { ...drawn, head, people })
  const batch = new Batch(live)
  await restIfLarge(live)
  writeDecision(batch, asked, document)
  for (const { code, sizes } of rejoining) batch.write('joined', { code, sizes: parseSizes(sizes) })
  for (const { code, isActive } of asked) if (!isActive) batch.write('left', { code })
  await restIfLarge(live)
  if (live.offersTickets) batch.close()
  const steps = [...giveCodes(eventId, asked), ...stepsToBegin(batch, text ?? null)]
  await restIfLarge(live)
  return steps
}

/** By the instant of first-come, then code. Who has no code yet gets one. */
async function readAsked({ eventId, finalizationId, source }: Beginning): Promise<Asked[]> {
  const amount =
    source === 'draft'
      ? sql`requests.draft_amount`
      : sql`(SELECT amount FROM results WHERE finalization_id = ${finalizationId} AND request_id = requests.id)`
  const rows = await db().all<Asked & { code: string | null; raisedAt: number }>(sql`
    SELECT entry_codes.code, requests.user_id AS userId, requests.sizes, max(coalesce(${amount}, 0), 0) AS amount,
      users.deactivated_at IS NULL AS isActive, requests.raised_at AS raisedAt
    FROM requests JOIN users ON users.id = requests.user_id
    LEFT JOIN entry_codes ON entry_codes.event_id = requests.event_id AND entry_codes.user_id = requests.user_id
    WHERE requests.event_id = ${eventId}`)
  return rows
    .map(row => ({ ...row, code: row.code ?? newCode() }))
    .toSorted((a, b) => a.raisedAt - b.raisedAt || (a.code < b.code ? -1 : 1))
}

/** Who joined the last log and did not leave it. */
async function readJoined(eventId: string, known: ReadonlySet<string>): Promise<Asked[]> {
  const rows = await db().all<Asked>(sql`
    SELECT code, user_id AS userId, sizes, 0 AS amount, 1 AS isActive FROM standings
    WHERE has_joined = 1 AND has_left = 0 AND finalization_id = (SELECT id FROM finalizations
      WHERE event_id = ${eventId} AND undone_at IS NOT NULL ORDER BY number DESC LIMIT 1)
    ORDER BY place`)
  return rows.filter(({ code }) => !known.has(code)).map(row => ({ ...row, hasJoined: true }))
}

/** With what was set by hand: as it is published from finalizing on. */
async function readDocument(eventId: string): Promise<DrawDocument | undefined> {
  const found = await findDrawnDocument(eventId, 'last')
  if (!found) return undefined
  const { overrides } = await readOverrides(eventId, found.document)
  return { ...found.document, overrides }
}

/** On the roll, but their request is gone: the draw had them. */
async function readGone(eventId: string): Promise<Asked[]> {
  return db().all<Asked>(sql`
    SELECT code, user_id AS userId, '' AS sizes, 0 AS amount, users.deactivated_at IS NULL AS isActive
    FROM entry_codes JOIN users ON users.id = user_id
    WHERE event_id = ${eventId}
      AND user_id NOT IN (SELECT user_id FROM requests WHERE requests.event_id = ${eventId})`)
}

function givenBy(ranked: readonly Decided[], asked: readonly Asked[]): number {
  const onRoll = new Set(ranked.map(({ code }) => code))
  const others = asked.filter(({ code }) => !onRoll.has(code)).map(({ amount }) => amount)
  return [...ranked.map(({ holding }) => holding), ...others].reduce((a, b) => a + b, 0)
}

/** Overrides beyond what was not held back lower held back by as much. */
async function readEvent(
  eventId: string,
  given: number,
  mayLower: boolean,
): Promise<DecidedEvent & { clock: number }> {
  const [row] = await db().all<{ now: number; event: string }>(
    sql`SELECT ${judgingClock()} AS now, ${EVENT_FACTS} AS event FROM events WHERE id = ${eventId}`,
  )
  const event: DecidedEvent = JSON.parse(row?.event ?? '{}')
  const { totalTickets, heldBack } = event
  const lowered = mayLower ? Math.min(heldBack, Math.max(0, totalTickets - given)) : heldBack
  return { ...event, heldBack: lowered, clock: Number(row?.now) }
}

type Start = {
  ranked: Decided[]
  free: number
  head: string
  people: readonly Asked[]
}

function startOf(
  event: Awaited<ReturnType<typeof readEvent>>,
  { finalizationId, source }: Beginning,
  { ranked, free, head, people }: Start,
): Live {
  return {
    event,
    finalizationId,
    n: 0,
    head,
    now: toSeconds(event.clock),
    offersTickets: ranked.length > 0 && source === 'draft',
    hadLastCall: false,
    after: ranked.length > 0 ? startAfter(ranked, free) : startByHand(),
    holders: new Map(people.map(each => [each.code, holderOf(each)])),
    codes: new Map(people.map(({ code, userId }) => [userId, code])),
  }
}

function holderOf({ userId, isActive, hasJoined = false }: Asked): Holder {
  return {
    userId,
    hasJoined,
    isActive: isActive === 1,
    ...NEW_HOLDER,
  }
}

function writeDecision(
  batch: Batch,
  asked: readonly Asked[],
  document: DrawDocument | undefined,
): void {
  const { event } = batch.live
  const now = event.totalTickets - event.heldBack
  const change = now - (document ? document.capacity - document.heldBack : 0)
  if (change !== 0) batch.write(change > 0 ? 'added' : 'removed', { tickets: Math.abs(change) })
  const known = new Set(batch.live.after.people.keys())
  const joining = asked.filter(({ code }) => !known.has(code))
  const inSequence = document ? joining.toSorted((a, b) => (a.code < b.code ? -1 : 1)) : joining
  for (const { code, sizes, amount } of inSequence) {
    // An imported request may have no possible size.
    const listed = parseSizes(sizes)
    if (listed.length === 0 && amount === 0) continue
    batch.write('joined', { code, sizes: listed.length > 0 ? listed : [amount] })
    if (amount > 0) batch.write('given', { code, tickets: amount })
  }
}

function giveCodes(eventId: string, asked: readonly Asked[]): WriteStep<never>[] {
  return jsonParts(asked.map(({ userId, code }) => [userId, code])).map(
    part => sql`INSERT INTO entry_codes (event_id, user_id, code)
      SELECT ${eventId}, value ->> 0, value ->> 1 FROM json_each(${part}) WHERE true
      ON CONFLICT DO NOTHING`,
  )
}
