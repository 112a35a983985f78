import { sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { db } from '#db/client.ts'
import type { WriteStep } from '#db/lane.ts'
import { openSeal, SealBrokenError, sealSecret } from './seal.server.ts'

type Due = { eventId: string; draw: number }

/**
 * Since the backup, draws may have published their secrets, so members could try requests against them.
 * @returns the steps, and whether an old secret opens with the server's key
 */
export async function resealForRestore(reason: string) {
  const due = await findDue()
  return {
    steps: due.flatMap(each => stepsFor(each, reason)),
    events: due.length,
    isKeyRight: await canOpen(due[0]),
  }
}

/** A draw that was made has nothing left to decide. */
async function findDue(): Promise<Due[]> {
  return db().all<Due>(sql`
    SELECT events.id AS eventId, max(seals.draw) AS draw
    FROM events JOIN seals ON seals.event_id = events.id
    WHERE events.finalized_at IS NULL AND events.cancelled_at IS NULL
    GROUP BY events.id
    HAVING max(seals.draw) > coalesce(
      (SELECT max(number) FROM draws WHERE draws.event_id = events.id), 0)`)
}

function stepsFor({ eventId, draw: before }: Due, reason: string): WriteStep<never>[] {
  const draw = before + 1
  const { commitment, step } = sealSecret(eventId, draw, { name: '' }, reason)
  return [
    step,
    sql`INSERT INTO rule_choices (event_id, draw, rule, order_name, cap, public_value_source, chosen_at, chosen_by_name)
      SELECT event_id, ${draw}, rule, order_name, cap, public_value_source, chosen_at, chosen_by_name
      FROM rule_choices WHERE event_id = ${eventId} AND draw = ${before} ORDER BY id DESC LIMIT 1`,
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

async function canOpen(due: Due | undefined): Promise<boolean> {
  try {
    if (due) await openSeal(due.eventId, due.draw)
    return true
  } catch (error) {
    if (error instanceof SealBrokenError) return false
    throw error
  }
}
