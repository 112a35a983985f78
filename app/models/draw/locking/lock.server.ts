import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { theBeacon } from '#app/models/draw/beacon/beacon.server.ts'
import { MOST_SECONDS_BEHIND, secondsBehindBeacon } from '#app/models/draw/beacon/rounds.server.ts'
import {
  mustBeSealed,
  mustNotBeDrawn,
  mustNotBeLocked,
  mustNotBePublished,
} from '#app/models/draw/guards.server.ts'
import { sqlPinsFit } from '#app/models/draw/preparing/pins.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless, type WriteStep, write } from '#db/lane.ts'
import { lockings } from '#db/schema.ts'
import type { LockRefusal } from './locking.ts'
import { type PreparedLocking, prepareLocking } from './prepare-locking.server.ts'
import { nameSource, type SourceWanted } from './source.ts'
import { mailTerms } from './witness-mails.server.ts'

export type LockingWanted = {
  /** Its number as the page showed it, so that a second press locks nothing. */
  draw: number
  source: Exclude<SourceWanted, { kind: 'none' }>
  withMail: boolean
  /** The hash of the terms that the page showed, without a source; undefined to lock whatever they are. */
  shown?: string | undefined
}

/**
 * Fixes and publishes everything that decides a draw but its public value, which then makes the draw.
 * @returns why nothing was locked; then nothing changed
 */
export async function lockTerms(
  eventId: string,
  viewer: Person,
  { draw, source: wanted, withMail, shown }: LockingWanted,
): Promise<{ refusal: LockRefusal } | { refusal: undefined; knownAt: number | null }> {
  const may = await write(mustAllowLocking(eventId, draw, viewer))
  if (may.refusal) return { refusal: may.refusal }
  const now = await databaseNow()
  if (await isClockBehind(now)) return { refusal: 'clock' }
  const { source, knownAt } = nameSource(wanted, theBeacon(), now)
  const prepared = await prepareLocking(eventId, draw, source)
  if ('refusal' in prepared) return prepared
  if (shown !== undefined && shown !== (await hashShown(eventId, draw)))
    return { refusal: 'changed' }
  const done = await write<LockRefusal>([
    ...mustAllowLocking(eventId, draw, viewer),
    ...mustBeAsPrepared(prepared),
    refuseUnless('too-soon', sql`${knownAt} >= ${NOW} + ${theBeacon().leastSeconds * 1000}`),
    ...stepsOfLocking(viewer, prepared, { knownAt, withMail, publicValue: null }),
    ...(withMail && knownAt !== null ? [await mailTerms(prepared.locked, knownAt)] : []),
  ])
  return done.refusal ? { refusal: done.refusal } : { refusal: undefined, knownAt }
}

async function databaseNow(): Promise<number> {
  const row = await db().get<{ now: number }>(sql`SELECT ${NOW} AS now`)
  return row?.now ?? Date.now()
}

/** A locking is judged by the database's clock, which an operator could set back to know the round beforehand. */
async function isClockBehind(now: number): Promise<boolean> {
  const behind = await secondsBehindBeacon(now)
  return behind !== undefined && behind > MOST_SECONDS_BEHIND
}

/** Of the terms that a locking would fix now, without a source, as it is named by the press. */
export async function hashShown(eventId: string, draw: number): Promise<string | undefined> {
  const prepared = await prepareLocking(eventId, draw, '-')
  return 'refusal' in prepared ? undefined : prepared.locked.termsHash
}

/** Judged before the work, and again in the batch that locks. */
export function mustAllowLocking(
  eventId: string,
  draw: number,
  viewer: Person,
): WriteStep<LockRefusal>[] {
  return [
    mustManage(viewer, eventId),
    mustNotBePublished(eventId),
    mustNotBeDrawn(eventId, draw),
    mustNotBeLocked(eventId),
    mustBeSealed(eventId, draw),
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    refuseUnless('over-capacity', sqlPinsFit(eventId)),
  ]
}

export function mustBeAsPrepared(
  prepared: PreparedLocking,
): WriteStep<'changed' | 'roll-changed'>[] {
  const { eventId, draw, capacity, heldBack } = prepared.locked
  return [
    refuseUnless(
      'changed',
      sql`SELECT allocation_version = ${prepared.allocationVersion}
        AND total_tickets = ${capacity} AND held_back = ${heldBack} AND ${prepared.choiceId} = (
          SELECT max(id) FROM rule_choices WHERE event_id = ${eventId} AND draw = ${draw})
        FROM events WHERE id = ${eventId}`,
    ),
    refuseUnless(
      'changed',
      sql`EXISTS (SELECT 1 FROM rolls
        WHERE event_id = ${eventId} AND number = ${prepared.rollNumber} AND superseded_at IS NULL)`,
    ),
    refuseUnless('roll-changed', sqlRollIsAsFrozen(prepared.locked)),
  ]
}

/** Holds a roll against the audit trail, which is a chain of hashes. Rolls of older versions may lack the entry. */
function sqlRollIsAsFrozen({
  eventId,
  rollHash,
}: Pick<PreparedLocking['locked'], 'eventId' | 'rollHash'>) {
  return sql`coalesce((SELECT after ->> 'rollHash' FROM audit_entries
    WHERE subject = 'event' AND subject_id = ${eventId} AND action = 'roll.frozen'
    ORDER BY id DESC LIMIT 1), ${rollHash}) = ${rollHash}`
}

/** `publicValue`: the empty one of a draw without a source, which is made in the same batch. */
export function stepsOfLocking(
  viewer: Person,
  { locked, rollNumber }: PreparedLocking,
  how: { knownAt: number | null; withMail: boolean; publicValue: '' | null },
): WriteStep<never>[] {
  const { eventId, draw, secret, terms, termsHash, rollHash, publicValueSource, pins } = locked
  const now = Date.now()
  const valuedAt = how.publicValue === null ? null : now
  return [
    db()
      .insert(lockings)
      .values({
        ...{ eventId, draw, rollNumber, secret, terms, pins: [...pins], ...how, valuedAt },
        lockedAt: now,
        lockedByName: viewer.name,
      }),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.locked',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw, termsHash, rollHash, source: publicValueSource },
    }),
  ]
}
