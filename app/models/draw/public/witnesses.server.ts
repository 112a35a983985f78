import { and, eq, sql } from 'drizzle-orm'
import { NO_WITNESS_MAIL } from '#app/models/draw/locking/say-source.ts'
import { db } from '#db/client.ts'
import { lockings, mails } from '#db/schema.ts'

/** `isKnown`: whether the value can be known by now. */
export type Witnesses = { all: number; before: number; isKnown: boolean }

/**
 * Counts the mails about a locking, and those that had left before its value was known. Those kept because email was off
 * count for nothing.
 * @returns undefined for a draw without a source, in which a mail proves nothing, or of version 1
 */
export async function countWitnesses(
  eventId: string,
  draw: number,
): Promise<Witnesses | undefined> {
  const [locking] = await db()
    .select({ knownAt: lockings.knownAt, valuedAt: lockings.valuedAt })
    .from(lockings)
    .where(and(eq(lockings.eventId, eventId), eq(lockings.draw, draw)))
  if (!locking || locking.knownAt === null) return undefined
  const known = Math.min(locking.knownAt, locking.valuedAt ?? locking.knownAt)
  const reason = `terms-locked:${eventId}:${draw}:`
  // A range of the index, which holds all that is read: the rows of 5,000 mails are megabytes.
  const row = await db().get<{ all: number; before: number }>(sql`
    SELECT count(*) AS "all", count(*) FILTER (WHERE state = 'sent' AND sent_at < ${known}) AS before
    FROM ${mails} WHERE kind = 'terms-locked' AND state <> 'kept'
      AND reason_key > ${reason} AND reason_key < ${`${reason.slice(0, -1)};`}`)
  const { all = 0, before = 0 } = row ?? {}
  return { all, before, isKnown: known <= Date.now() }
}

/** Null for a draw without a source. */
export async function readWitnesses(eventId: string, draw: number): Promise<string | null> {
  const witnesses = await countWitnesses(eventId, draw)
  return witnesses ? sayWitnesses(witnesses) : null
}

export function sayWitnesses({ all, before, isKnown }: Witnesses): string {
  if (all === 0) return NO_WITNESS_MAIL
  return isKnown
    ? `Email about the locked terms: ${before} of ${all} sent before the value was known.`
    : `Email about the locked terms: ${before} of ${all} sent so far, before the value is known.`
}
