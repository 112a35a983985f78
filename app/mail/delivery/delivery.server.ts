import { setTimeout as wait } from 'node:timers/promises'
import { and, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import { readParts } from '#app/mail/facts.server.ts'
import { hideTokens } from '#app/mail/one-time-links.ts'
import { OVER, sqlIsOver } from '#app/mail/over.server.ts'
import { LINK_IS_BROKEN } from '#app/mail/sealed-links.server.ts'
import { noteDelivery } from '#app/models/mail/trouble.ts'
import { newId } from '#app/values/id.ts'
import { db } from '#db/client.ts'
import { unavailability } from '#db/failures/condition.ts'
import { write } from '#db/lane.ts'
import { mails } from '#db/schema.ts'
import { afterFailure, type DeliveryAnswer, jitter, MOST_ATTEMPTS, RETRY_PAUSES } from './retry.ts'
import { type Letter, type Send, sesSender } from './ses.server.ts'

/** Milliseconds for one attempt, well beyond the timeouts of SES. */
export const LEASE = 60_000
const LOST =
  'The server stopped before it could note the answer of Amazon SES, so this email may have been sent.'

type Leased = Letter & {
  id: string
  leaseId: string
  attempts: number
  isRepeatable: boolean
  throttledAt: number | null
  isSealed: boolean
  kind: string
  facts: string | null
}

const sendBySes = sesSender()

export async function deliverDueMails(stopping: AbortSignal, send = sendBySes): Promise<void> {
  let troubles = 0
  while (!stopping.aborted) {
    const outcome = await deliverNext(send)
    if (outcome === 'nothing due') return
    if (outcome === 'dropped') continue
    troubles = outcome === 'sent' || outcome === 'refused' ? 0 : troubles + 1
    // While SES is in trouble, more mails would fail the same way, or end as unknown.
    if (troubles > 0) await rest(Math.min(60_000, 500 * 2 ** troubles), stopping)
  }
}

async function rest(milliseconds: number, stopping: AbortSignal): Promise<void> {
  await wait(jitter(milliseconds), undefined, { signal: stopping }).catch(() => undefined)
}

// Only the holder of the lease sends, across processes. If it dies, only a mail that may come twice is tried again.
export async function deliverNext(
  send: Send = sendBySes,
): Promise<DeliveryAnswer['outcome'] | 'nothing due' | 'dropped'> {
  if (!(await isAnythingDue())) return 'nothing due'
  const mail = await lease()
  if (!mail) return 'nothing due'
  if (mail === 'dropped') return mail
  const parts = readParts(mail)
  // Trying again would not repair a broken link.
  const answer: DeliveryAnswer = parts
    ? await send({ ...mail, ...parts })
    : { outcome: 'refused', error: LINK_IS_BROKEN }
  if (parts) noteDelivery(answer.outcome)
  await noteFirmly({ ...mail, ...parts }, answer)
  return answer.outcome
}

/** Reads only, so that an idle program writes nothing. */
async function isAnythingDue(): Promise<boolean> {
  const now = Date.now()
  const found = await db()
    .select({ id: mails.id })
    .from(mails)
    .where(or(sqlIsDue(now), sqlIsAbandoned(now)))
    .limit(1)
  return found.length > 0
}

/** A mail due after our longest pause was postponed while the clock was ahead. */
function sqlIsDue(now: number): SQL {
  const beyond = now + 2 * Math.max(...RETRY_PAUSES)
  return sql`(state = 'queued' AND (next_attempt_at <= ${now} OR next_attempt_at > ${beyond}))`
}

/** A lease that ends later than any can was given while the clock was ahead. */
function sqlIsAbandoned(now: number): SQL {
  const beyond = now + 2 * LEASE
  return sql`(state = 'sending' AND (lease_ends_at <= ${now} OR lease_ends_at > ${beyond}))`
}

// Receipts come last: people can cause any number, which must not delay mails to everybody. Ties go by rowid, as
// reading `created_at` would fetch every waiting mail whole.
const TURN = sql`kind IN ('password-reset', 'sign-in-link') DESC, kind IN ('request-receipt', 'did-you-ask'),
  next_attempt_at, rowid`

/** Also queues again, or gives up on, what a dead process left. */
async function lease(): Promise<Leased | 'dropped' | undefined> {
  const now = Date.now()
  const leaseId = newId(20)
  const done = await write([
    sql`UPDATE mails SET last_error = ${LOST}, next_attempt_at = ${now},
        state = CASE WHEN is_repeatable = 1 AND attempts < ${MOST_ATTEMPTS} THEN 'queued' ELSE 'unknown' END
      WHERE ${sqlIsAbandoned(now)}`,
    sql`UPDATE mails SET lease_id = ${leaseId}, lease_ends_at = ${now + LEASE}, attempts = attempts + 1,
        state = iif(${sqlIsOver(now)}, 'kept', 'sending'), last_error = iif(${sqlIsOver(now)}, ${OVER}, last_error)
      WHERE id = (SELECT id FROM mails WHERE ${sqlIsDue(now)}
        ORDER BY ${TURN} LIMIT 1)
      RETURNING id, to_email, subject, text, html, attempts, is_repeatable, throttled_at, is_sealed,
        kind, facts, state`,
  ])
  const row = done.refusal === undefined ? done.rows[1]?.[0] : undefined
  if (!row) return undefined
  if (row.state === 'kept') return 'dropped'
  return {
    id: String(row.id),
    leaseId,
    toEmail: String(row.to_email),
    subject: String(row.subject),
    text: String(row.text),
    html: String(row.html),
    attempts: Number(row.attempts),
    isRepeatable: row.is_repeatable === 1,
    throttledAt: row.throttled_at as number | null,
    isSealed: row.is_sealed === 1,
    kind: String(row.kind),
    facts: row.facts as string | null,
  }
}

// Only this process knows the answer, so it tries for as long as the lease, or while nothing can be written: nobody
// else can take the mail then.
async function noteFirmly(mail: Leased, answer: DeliveryAnswer): Promise<void> {
  const until = performance.now() + LEASE / 2
  for (;;) {
    try {
      return await note(mail, answer)
    } catch (error) {
      if (performance.now() > until && unavailability(error) === undefined) throw error
      await wait(jitter(1000))
    }
  }
}

async function note(mail: Leased, answer: DeliveryAnswer): Promise<void> {
  const now = Date.now()
  const change =
    answer.outcome === 'sent'
      ? {
          state: 'sent' as const,
          sentAt: now,
          providerId: answer.providerId,
          lastError: null,
          text: hideTokens(mail.text),
          html: hideTokens(mail.html),
        }
      : { ...afterFailure(mail, answer.outcome, now), lastError: answer.error }
  // An answer that SES sent counts even after the lease ran out; any other news is stale by then.
  const open: (typeof mails.$inferSelect)['state'][] =
    answer.outcome === 'sent' ? ['sending', 'queued', 'unknown'] : ['sending']
  await write([
    db()
      .update(mails)
      .set({ ...change, leaseEndsAt: null })
      .where(
        and(eq(mails.id, mail.id), eq(mails.leaseId, mail.leaseId), inArray(mails.state, open)),
      ),
  ])
}
