import { and, eq, isNull, type SQL, sql } from 'drizzle-orm'
import { BadInput } from '#app/allocation/document/bad-input.ts'
import { queueMails } from '#app/mail/outbox.server.ts'
import { inTurn, MOST_TRIES } from '#app/models/after/act.server.ts'
import { stepsToBeginLog } from '#app/models/after/begin.server.ts'
import { stepToTellOthers } from '#app/models/after/mails/confirm-by-mail.server.ts'
import { mustNotHaveMoved, stepsToWithdraw } from '#app/models/after/undoing.server.ts'
import { audit, auditRows } from '#app/models/audit/audit.server.ts'
import { mustFitDraw } from '#app/models/draw/capacity.server.ts'
import { sqlDrawnFor, sqlOpenSeconds, sqlWanted } from '#app/models/draw/fairness/basis.server.ts'
import { type ConfirmBy, confirmByAt } from '#app/models/events/confirm-by.ts'
import {
  findManagedEvent,
  type ManagedEvent,
  mustManage,
  type Person,
} from '#app/models/events/event.server.ts'
import { sqlIsInState, sqlIsLocked } from '#app/models/events/state.server.ts'
import { newId } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { LaneFullError, refuseIf, refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { events, finalizations, requests, users } from '#db/schema.ts'
import type { FinalizeRefusal, UndoRefusal } from './finalization.ts'
import { renderResultMails } from './mails.server.ts'
import { findRecipients } from './recipients.server.ts'

type Order = { allocationVersion: number; withMail: boolean }

export async function finalize(
  eventId: string,
  viewer: Person,
  { allocationVersion, withMail }: Order,
): Promise<{ refusal?: FinalizeRefusal | undefined; mailed: number }> {
  const event = await findManagedEvent(viewer, eventId)
  if (!event) return { refusal: 'not-found', mailed: 0 }
  const finalizationId = newId()
  const recipients = withMail ? (await findRecipients(event)).filter(r => r.willBeMailed) : []
  const mails = await renderResultMails(event, finalizationId, recipients)
  const confirming = confirmByAt(Date.now(), event)
  const beginning = await stepsOfBeginning(eventId, finalizationId)
  const { steps, queued } = queueMails(mails)
  const done = await write<FinalizeRefusal>([
    ...mustAllowFinalizing(event, viewer, allocationVersion),
    insertFinalization(finalizationId, eventId, viewer, withMail),
    sql`INSERT INTO results (finalization_id, request_id, amount)
      SELECT ${finalizationId}, id, draft_amount FROM requests WHERE event_id = ${eventId}`,
    db()
      .update(events)
      .set({ finalizedAt: Date.now(), allocationVersion: sql`allocation_version + 1` })
      .where(eq(events.id, eventId)),
    ...keepTimeToConfirm(eventId, confirming),
    ...beginning,
    ...steps,
    stepToTellOthers({ ...event, ...confirming }, finalizationId),
    auditOfFinalizing(finalizationId, eventId, viewer, { withMail, mailed: queued }),
    sql`SELECT ${queued} AS mailed`,
  ])
  if (done.refusal) return { refusal: done.refusal, mailed: 0 }
  return { refusal: undefined, mailed: Number(done.rows.at(-1)?.[0]?.mailed) }
}

/** Who hears so late that they must confirm has time all the same. */
function keepTimeToConfirm(eventId: string, confirming: ConfirmBy): SQL[] {
  const { confirmBy, releasesUnconfirmed, isMoved } = confirming
  if (!isMoved) return []
  return [
    sql`UPDATE events SET confirm_by = ${confirmBy}, releases_unconfirmed = ${Number(releasesUnconfirmed)}
      WHERE id = ${eventId}`,
  ]
}

/** Numbers that give more than there are begin no log; what else is wrong with them is said first. */
async function stepsOfBeginning(
  eventId: string,
  finalizationId: string,
): Promise<WriteStep<FinalizeRefusal>[]> {
  try {
    return await stepsToBeginLog({ eventId, finalizationId, source: 'draft' })
  } catch (error) {
    if (error instanceof BadInput) return [refuseIf('over-capacity', sql`1`)]
    throw error
  }
}

/** In the sequence in which a person should hear of the refusals. */
function mustAllowFinalizing(
  event: ManagedEvent,
  viewer: Person,
  allocationVersion: number,
): WriteStep<FinalizeRefusal>[] {
  const { id: eventId } = event
  const anyRequest = (condition: string) =>
    sql`EXISTS (SELECT 1 FROM requests WHERE event_id = ${eventId} AND ${sql.raw(condition)})`
  return [
    mustManage(viewer, eventId),
    refuseIf('cancelled', sql`(${sqlIsInState(eventId, ['cancelled'])})`),
    refuseIf('finalized', sql`(${sqlIsInState(eventId, ['finalized'])})`),
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    refuseIf('locked', sqlIsLocked(eventId)),
    refuseIf('undecided', anyRequest('draft_amount IS NULL')),
    refuseIf('negative', anyRequest('draft_amount < 0')),
    refuseIf(
      'over-capacity',
      sql`(SELECT coalesce(sum(draft_amount), 0) FROM requests WHERE event_id = ${eventId})
        > (SELECT total_tickets FROM events WHERE id = ${eventId})`,
    ),
    mustFitDraw(eventId),
    refuseUnless(
      'stale',
      sql`SELECT allocation_version = ${allocationVersion} AND version = ${event.version}
        FROM events WHERE id = ${eventId}`,
    ),
  ]
}

function insertFinalization(id: string, eventId: string, viewer: Person, withMail: boolean) {
  return sql`INSERT INTO finalizations
      (id, event_id, number, finalized_at, finalized_by, with_mail, available, drawn_for, wanted, open_seconds)
    SELECT ${id}, ${eventId}, coalesce(max(number), 0) + 1, ${Date.now()}, ${viewer.userId},
      ${withMail ? 1 : 0}, ${availableSql(eventId)},
      ${sqlDrawnFor(eventId)}, ${sqlWanted(eventId)}, ${sqlOpenSeconds(eventId)}
    FROM finalizations WHERE event_id = ${eventId}`
}

/** As first decided: raising the total later must not undo anybody's loss. */
function availableSql(eventId: string) {
  return sql`coalesce(
    (SELECT available FROM finalizations WHERE event_id = ${eventId} ORDER BY number LIMIT 1),
    (SELECT json_extract(document, '$.capacity') - json_extract(document, '$.heldBack')
      FROM draws WHERE event_id = ${eventId} ORDER BY number DESC LIMIT 1),
    (SELECT total_tickets - held_back FROM events WHERE id = ${eventId}))`
}

/** Reads inside the batch, so that the entry says what was written. */
function auditOfFinalizing(
  id: string,
  eventId: string,
  viewer: Person,
  about: { withMail: boolean; mailed: SQL },
) {
  return auditRows(
    {
      actor: viewer,
      action: 'event.finalized',
      subject: 'finalization',
      subjectId: id,
      eventId,
      after: sql`json_object('withMail', json(${about.withMail ? 'true' : 'false'}), 'mailed', ${about.mailed},
        'amounts', json_group_object(request_id, amount))`,
    },
    sql`FROM results WHERE finalization_id = ${id}`,
  )
}

export async function findFinalization(eventId: string) {
  const [row] = await db()
    .select({
      finalizationId: finalizations.id,
      number: finalizations.number,
      finalizedAt: finalizations.finalizedAt,
      finalizedBy: users.name,
      withMail: finalizations.withMail,
    })
    .from(finalizations)
    .leftJoin(users, eq(users.id, finalizations.finalizedBy))
    .where(and(eq(finalizations.eventId, eventId), isNull(finalizations.undoneAt)))
  return row
}

/** The event stays closed for good: requests must not change after results were seen. */
export async function undoFinalization(
  eventId: string,
  viewer: Person,
  { finalizationId, reason }: { finalizationId: string; reason: string },
): Promise<{ refusal?: UndoRefusal | undefined }> {
  return inTurn(eventId, async () => {
    for (let tried = 0; tried < MOST_TRIES; tried += 1) {
      const done = await undoNow(eventId, viewer, { finalizationId, reason })
      if (done.refusal !== 'moved') return { refusal: done.refusal }
    }
    throw new LaneFullError('the event moves on too fast')
  })
}

async function undoNow(
  eventId: string,
  viewer: Person,
  { finalizationId, reason }: { finalizationId: string; reason: string },
) {
  const now = Date.now()
  const withdrawing = await stepsToWithdraw(eventId, 'unfinalized')
  return write<UndoRefusal | 'moved'>([
    mustManage(viewer, eventId),
    refuseIf('cancelled', sql`(${sqlIsInState(eventId, ['cancelled'])})`),
    mustNotHaveMoved(eventId, finalizationId),
    ...withdrawing,
    refuseUnless(
      'stale',
      sql`SELECT undone_at IS NULL FROM finalizations WHERE id = ${finalizationId} AND event_id = ${eventId}`,
    ),
    db()
      .update(finalizations)
      .set({ undoneAt: now, undoneBy: viewer.userId, undoReason: reason })
      .where(eq(finalizations.id, finalizationId)),
    db()
      .update(events)
      .set({
        finalizedAt: null,
        closedAt: sql`coalesce(closed_at, ${now})`,
        allocationVersion: sql`allocation_version + 1`,
      })
      .where(eq(events.id, eventId)),
    amountsBackToDraft(eventId, finalizationId),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'event.unfinalized',
      subject: 'finalization',
      subjectId: finalizationId,
      eventId,
      after: { reason },
    }),
  ])
}

/** Imported results have no draft behind them. Impossible ones become undecided, for a person to decide. */
function amountsBackToDraft(eventId: string, finalizationId: string) {
  return sql`UPDATE requests SET draft_amount = r.amount FROM results r
    WHERE r.finalization_id = ${finalizationId} AND r.request_id = requests.id AND requests.event_id = ${eventId}
      AND requests.draft_amount IS NULL AND r.amount >= 0
      AND (SELECT sum(amount) FROM results WHERE finalization_id = ${finalizationId} AND amount > 0)
        <= (SELECT total_tickets FROM events WHERE id = ${eventId})`
}

export async function countUndecided(eventId: string): Promise<number> {
  const [row] = await db()
    .select({ count: sql<number>`count(*)` })
    .from(requests)
    .where(and(eq(requests.eventId, eventId), isNull(requests.draftAmount)))
  return row?.count ?? 0
}
