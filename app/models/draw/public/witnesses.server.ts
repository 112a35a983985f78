import { and, eq, sql } from 'drizzle-orm'
import { NO_WITNESS_MAIL } from '#app/models/draw/locking/say-source.ts'
import { sayCount } from '#app/values/count.ts'
import { db } from '#db/client.ts'
import { lockings, mails } from '#db/schema.ts'

export type Witnesses = {
  /** Everybody with a request, once mail was written to anyone. */
  all: number
  before: number
  /** To whom none was written, as no mail about an event reaches them. */
  unreached: number
  /** Whether the value can be known by now. */
  isKnown: boolean
}

/**
 * Counts the people with a request, and the mails about a locking that had left before its value was known. Those kept
 * because email was off count for nothing. After a cancelled locking requests may change, so only its mails count.
 * @returns undefined for a draw without a source, in which a mail proves nothing, or of version 1
 */
export async function countWitnesses(
  eventId: string,
  draw: number,
): Promise<Witnesses | undefined> {
  const [locking] = await db()
    .select({
      knownAt: lockings.knownAt,
      valuedAt: lockings.valuedAt,
      cancelledAt: lockings.cancelledAt,
    })
    .from(lockings)
    .where(and(eq(lockings.eventId, eventId), eq(lockings.draw, draw)))
  if (!locking || locking.knownAt === null) return undefined
  const known = Math.min(locking.knownAt, locking.valuedAt ?? locking.knownAt)
  const reason = `terms-locked:${eventId}:${draw}:`
  // A range of the index, which holds all that is read: the rows of 5,000 mails are megabytes.
  const row = await db().get<{ mailed: number; before: number; asked: number }>(sql`
    SELECT count(*) AS mailed, (SELECT count(*) FROM requests WHERE event_id = ${eventId}) AS asked, count(*) FILTER (WHERE state = 'sent' AND sent_at < ${known}) AS before
    FROM ${mails} WHERE kind = 'terms-locked' AND state <> 'kept'
      AND reason_key > ${reason} AND reason_key < ${`${reason.slice(0, -1)};`}`)
  const { mailed = 0, before = 0, asked = 0 } = row ?? {}
  const isWhole = mailed === 0 || locking.cancelledAt !== null
  const unreached = isWhole ? 0 : Math.max(0, asked - mailed)
  return { all: mailed + unreached, before, unreached, isKnown: known <= Date.now() }
}

/** Null for a draw without a source. */
export async function readWitnesses(eventId: string, draw: number): Promise<string | null> {
  const witnesses = await countWitnesses(eventId, draw)
  return witnesses ? sayWitnesses(witnesses) : null
}

export function sayWitnesses({ all, before, unreached, isKnown }: Witnesses): string {
  if (all === 0) return NO_WITNESS_MAIL
  const when = isKnown ? 'before the value was known' : 'so far, before the value is known'
  return `Email about the locked terms: ${before} of ${all} sent ${when}.${sayUnreached(unreached)}`
}

function sayUnreached(unreached: number): string {
  if (unreached === 0) return ''
  return ` ${sayCount(unreached, 'person')} got none, because their account was deactivated or not in use yet.`
}
