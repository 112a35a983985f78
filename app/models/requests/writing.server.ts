import { and, eq, sql } from 'drizzle-orm'
import { audit, auditRows } from '#app/models/audit/audit.server.ts'
import { voidRoll } from '#app/models/draw/roll.server.ts'
import { findCode, giveCode, newCode } from '#app/models/draw/seal/code.server.ts'
import { readSeal } from '#app/models/draw/seal/sealing.server.ts'
import { eventColumns, mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState, sqlIsVisibleTo, sqlWasDrawn } from '#app/models/events/state.server.ts'
import { sqlIsStillActive } from '#app/models/sign-in/rights.server.ts'
import { newId } from '#app/values/id.ts'
import { formatSizes, parseSizes, type Sizes } from '#app/values/size.ts'
import { db, keptQuery } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { events, requests, users } from '#db/schema.ts'
import { readHeld } from './place-in-line.server.ts'
import { receipt } from './receipt.server.ts'
import { addsOrRaises, heldSince } from './request.ts'

/** '' and 0 for none. A version alone is not enough: it starts at 1 again after a withdrawal. */
export type SeenRequest = { requestId: string; version: number }
export const NONE_SEEN: SeenRequest = { requestId: '', version: 0 }
export type Ask = SeenRequest & { eventId: string; userId: string; sizes: Sizes; note: string }

export type AskRefusal = 'not-found' | 'no-person' | 'not-open' | 'too-many' | 'stale'
export type WithdrawalRefusal = Extract<AskRefusal, 'not-found' | 'not-open' | 'stale'>
type RequestRow = typeof requests.$inferSelect

type Saved =
  | { refusal: AskRefusal; outcome?: undefined }
  | { refusal: undefined; outcome: 'made' | 'changed' | 'same' }

/**
 * For the person's own request, or for another's if the person manages the event: then it counts in nobody's record
 * until they confirm it. Sends a mail unless nothing changed.
 */
export async function saveRequest(person: Person, ask: Ask, tries = 3): Promise<Saved> {
  const { event, user, before } = await readFor(ask.eventId, ask.userId)
  if (!event) return { refusal: 'not-found' as const }
  if (!user) return { refusal: 'no-person' as const }
  const entry = await readEntry(event.id, user.id)
  const after = next(person, ask, before, await timeInLine(person, ask, before))
  const isSame = before?.sizes === after.sizes && before.note === after.note
  const what = before ? 'changed' : 'made'
  const done = await write<AskRefusal | 'sealed'>([
    ...mustAllowAsking(person, ask, before),
    ...(isSame ? [] : entry.sealing),
    ...(isSame ? [] : storeSteps(person, before, after, entry.code)),
    ...(isSame ? [] : [receipt({ what, person, user, event, request: after, entry })]),
  ])
  // The receipt would name a commitment that no longer holds.
  if (done.refusal === 'sealed') {
    if (tries > 1) return saveRequest(person, ask, tries - 1)
    throw new Error('the seal of the event is there and cannot be read')
  }
  if (done.refusal) return { refusal: done.refusal }
  return { refusal: undefined, outcome: isSame ? 'same' : what }
}

/** The audit trail keeps it. */
export async function withdrawRequest(
  person: Person,
  { eventId, userId, ...seen }: SeenRequest & Pick<Ask, 'eventId' | 'userId'>,
) {
  const { event, user, before } = await readFor(eventId, userId)
  if (!event || !user || !before) return { refusal: 'not-found' as const }
  const done = await write<WithdrawalRefusal>([
    refuseUnless('not-found', sqlIsStillActive(person)),
    ...mustAllowTouching(person, eventId, userId),
    mustBeAsSeen(before, seen),
    notePinLost(person, eventId, before.id),
    db().delete(requests).where(eq(requests.id, before.id)),
    audit({
      actor: person,
      action: 'request.withdrawn',
      subject: 'request',
      subjectId: before.id,
      eventId,
      before,
    }),
    receipt({ what: 'withdrawn', person, user, event, request: before }),
  ])
  return { refusal: done.refusal }
}

/** The pin goes with its request; this tells a reader of the trail. */
function notePinLost(person: Person, eventId: string, requestId: string) {
  return auditRows(
    {
      actor: person,
      action: 'draw.unpinned',
      subject: 'event',
      subjectId: eventId,
      eventId,
      before: sql`json_object('requestId', request_id, 'amount', amount, 'reason', reason)`,
    },
    sql`FROM pins WHERE request_id = ${requestId}`,
  )
}

function mustAllowAsking(
  person: Person,
  ask: Ask,
  before: RequestRow | undefined,
): WriteStep<AskRefusal>[] {
  const { eventId, userId, sizes } = ask
  return [
    ...mustAllowTouching(person, eventId, userId),
    refuseUnless('no-person', sql`SELECT deactivated_at IS NULL FROM users WHERE id = ${userId}`),
    refuseIf(
      'too-many',
      sql`SELECT ${sizes[0] ?? 0} > most_per_request FROM events WHERE id = ${eventId}`,
    ),
    before
      ? mustBeAsSeen(before, ask)
      : refuseIf(
          'stale',
          sql`${ask.version} <> 0 OR EXISTS (SELECT 1 FROM requests
            WHERE event_id = ${eventId} AND user_id = ${userId})`,
        ),
  ]
}

/** If the clock ran ahead, an open event may have a frozen roll already. It lacks this change, so it is voided. */
export function mustAllowTouching(
  person: Person,
  eventId: string,
  userId: string,
): WriteStep<'not-found' | 'not-open'>[] {
  return [
    userId === person.userId
      ? refuseUnless(
          'not-found',
          sql`SELECT ${sqlIsVisibleTo(person, NOW)} FROM events WHERE id = ${eventId}`,
        )
      : mustManage(person, eventId),
    refuseUnless(
      'not-open',
      sql`(${sqlIsInState(eventId, ['open'])}) AND NOT ${sqlWasDrawn(eventId)}`,
    ),
    voidRoll(eventId),
  ]
}

function mustBeAsSeen(row: RequestRow, { requestId, version }: SeenRequest) {
  return refuseUnless(
    'stale' as const,
    sql`SELECT id = ${requestId} AND version = ${version} AND version = ${row.version}
      FROM requests WHERE id = ${row.id}`,
  )
}

/** A size that the person adds counts from now; those that others added and took out again cost them nothing. */
async function timeInLine(
  person: Person,
  ask: Ask,
  before: RequestRow | undefined,
): Promise<number> {
  const now = Date.now()
  if (!before) return now
  const isOwn = ask.userId === person.userId
  if (isOwn && addsOrRaises(parseSizes(before.sizes), ask.sizes)) return now
  return heldSince(await readHeld(before), ask.sizes) ?? now
}

function next(
  person: Person,
  ask: Ask,
  before: RequestRow | undefined,
  raisedAt: number,
): RequestRow {
  const now = Date.now()
  return {
    id: before?.id ?? newId(),
    eventId: ask.eventId,
    userId: ask.userId,
    sizes: formatSizes(ask.sizes),
    note: ask.note,
    createdAt: before?.createdAt ?? now,
    changedAt: now,
    raisedAt,
    enteredBy: ask.userId === person.userId ? null : person.userId,
    confirmedAt: null,
    draftAmount: null,
    draftReason: null,
    offRoll: false,
    drawnAmount: null,
    wasPinned: false,
    version: (before?.version ?? 0) + 1,
    impossible: null,
  }
}

function storeSteps(
  person: Person,
  before: RequestRow | undefined,
  after: RequestRow,
  code: string,
) {
  return [
    store(before, after),
    giveCode(after.eventId, after.userId, code),
    noteChange(person, before, after),
  ]
}

function store(before: RequestRow | undefined, after: RequestRow) {
  if (!before) return db().insert(requests).values(after)
  const { sizes, note, changedAt, raisedAt, enteredBy, confirmedAt, version } = after
  return db()
    .update(requests)
    .set({ sizes, note, changedAt, raisedAt, enteredBy, confirmedAt, version })
    .where(eq(requests.id, before.id))
}

function noteChange(person: Person, before: RequestRow | undefined, after: RequestRow) {
  return audit({
    actor: person,
    action: before ? 'request.changed' : 'request.made',
    subject: 'request',
    subjectId: after.id,
    eventId: after.eventId,
    before,
    after,
  })
}

const asked = { eventId: sql.placeholder('eventId'), userId: sql.placeholder('userId') }
const eventQuery = keptQuery(reads =>
  reads.select(eventColumns).from(events).where(eq(events.id, asked.eventId)).prepare(),
)
const userQuery = keptQuery(reads =>
  reads.select().from(users).where(eq(users.id, asked.userId)).prepare(),
)
const requestQuery = keptQuery(reads =>
  reads
    .select()
    .from(requests)
    .where(and(eq(requests.eventId, asked.eventId), eq(requests.userId, asked.userId)))
    .prepare(),
)

async function readFor(eventId: string, userId: string) {
  const ids = { eventId, userId }
  const [[event], [user], [before]] = await Promise.all([
    eventQuery().all(ids),
    userQuery().all(ids),
    requestQuery().all(ids),
  ])
  return { event, user, before }
}

async function readEntry(eventId: string, userId: string) {
  const { commitment, steps } = await readSeal(eventId)
  const code = (await findCode(eventId, userId)) ?? newCode()
  return { code, commitment, sealing: steps }
}
