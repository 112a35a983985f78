import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { rolls } from '#db/schema.ts'

export async function listWithdrawnRolls(eventId: string) {
  return db()
    .select({
      number: rolls.number,
      rollHash: rolls.rollHash,
      frozenAt: rolls.frozenAt,
      withdrawnAt: sql<number>`${rolls.supersededAt}`,
      entries: sql<number>`length(roll) - length(replace(roll, char(10), ''))`,
    })
    .from(rolls)
    .where(and(eq(rolls.eventId, eventId), isNotNull(rolls.supersededAt)))
    .orderBy(asc(rolls.number))
}

/** The public value may have been known before something that should have come first. */
export type EarlySource = {
  source: string
  /** Requests were reopened after it was named: anyone with the secret could have tried rolls. */
  isReopened: boolean
  /**
   * A restore sealed another secret after it was named: the operator could have tried secrets. Cancelling a locking
   * seals another one too, which the log shows with its reason; only a person cancels with a name.
   */
  isResealed: boolean
}

/** A withdrawn roll proves a reopening; if no roll was frozen yet, the audit trail does. */
export async function listEarlySources(eventId: string): Promise<EarlySource[]> {
  const lastReopening = sql`max(
    coalesce((SELECT max(superseded_at) FROM rolls WHERE event_id = ${eventId}), 0),
    coalesce((SELECT max(at) FROM audit_entries
      WHERE subject = 'event' AND subject_id = ${eventId} AND action = 'event.reopened'), 0))`
  const rows = await db().all<{ source: string; isReopened: number; isResealed: number }>(sql`
    SELECT public_value_source AS source, max(chosen_at < ${lastReopening}) AS isReopened,
      max(coalesce(seals.draw > 1 AND chosen_at < sealed_at AND NOT EXISTS (SELECT 1 FROM lockings
        WHERE lockings.event_id = seals.event_id AND lockings.draw = seals.draw - 1
          AND cancelled_by_name <> ''), 0)) AS isResealed
    FROM rule_choices LEFT JOIN seals ON seals.event_id = rule_choices.event_id AND seals.draw = rule_choices.draw
    WHERE rule_choices.event_id = ${eventId} AND public_value_source IS NOT NULL
    GROUP BY public_value_source HAVING isReopened OR isResealed ORDER BY min(id)`)
  return rows.map(row => ({
    source: row.source,
    isReopened: row.isReopened === 1,
    isResealed: row.isResealed === 1,
  }))
}

export async function findEarlySource(
  eventId: string,
  source: string | null,
): Promise<EarlySource | undefined> {
  if (source === null) return undefined
  return (await listEarlySources(eventId)).find(each => each.source === source)
}
