import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { mailCancelled } from '#app/models/draw/locking/witness-mails.server.ts'
import { copyChoice } from '#app/models/draw/preparing/choice.server.ts'
import { db } from '#db/client.ts'
import type { WriteStep } from '#db/lane.ts'
import { canOpenSeal, sealSecret } from './seal.server.ts'

type Due = { eventId: string; draw: number }

/**
 * Since the backup, draws may have published their secrets, so members could try requests against them.
 * @returns the steps, and whether an old secret opens with the server's key
 */
export async function resealForRestore(reason: string) {
  const due = await findDue()
  return {
    steps: (await Promise.all(due.map(each => stepsFor(each, reason)))).flat(),
    events: due.length,
    isKeyRight: due[0] === undefined || (await canOpenSeal(due[0].eventId, due[0].draw)),
  }
}

/** A draw that was made, or whose public value is known, has nothing left to decide. */
async function findDue(): Promise<Due[]> {
  return db().all<Due>(sql`
    SELECT events.id AS eventId, last.draw AS draw
    FROM events JOIN (SELECT event_id, max(draw) AS draw FROM seals GROUP BY event_id) AS last
      ON last.event_id = events.id
    WHERE events.finalized_at IS NULL AND events.cancelled_at IS NULL
      AND NOT EXISTS (SELECT 1 FROM lockings WHERE lockings.event_id = events.id
        AND lockings.draw = last.draw AND lockings.public_value IS NOT NULL)
      AND last.draw > coalesce((SELECT max(number) FROM draws WHERE draws.event_id = events.id), 0)`)
}

async function stepsFor(
  { eventId, draw: before }: Due,
  reason: string,
): Promise<WriteStep<never>[]> {
  const draw = before + 1
  const { commitment, step } = sealSecret(eventId, draw, { name: '' }, reason)
  const told = { draw: before, reason, nextCommitment: commitment, isRestored: true }
  return [
    step,
    sql`UPDATE lockings SET cancelled_at = ${Date.now()}, cancelled_by_name = '', cancel_reason = ${reason}
      WHERE event_id = ${eventId} AND draw = ${before} AND cancelled_at IS NULL`,
    ...(await mailCancelled(eventId, told)),
    copyChoice(eventId, before, draw),
    audit({
      actor: null,
      action: 'draw.sealed-again',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw, reason, commitment },
    }),
  ]
}
