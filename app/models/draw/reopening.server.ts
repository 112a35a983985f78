import { and, asc, eq, isNotNull, sql } from 'drizzle-orm'
import { db } from '#db/client.ts'
import { rolls } from '#db/schema.ts'

/** Every roll that was frozen and no longer counts since requests were open again, the first one first. */
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

/**
 * The sources of a public value that had been named when requests were reopened for the last time. The value may have
 * been known by then, so that whoever holds the secret could have tried rolls. A roll that was withdrawn tells of a
 * reopening, and so does the audit trail where the roll had not been frozen yet.
 */
export async function listSourcesBeforeReopening(eventId: string): Promise<string[]> {
  const lastReopening = sql`max(
    coalesce((SELECT max(superseded_at) FROM rolls WHERE event_id = ${eventId}), 0),
    coalesce((SELECT max(at) FROM audit_entries
      WHERE subject = 'event' AND subject_id = ${eventId} AND action = 'event.reopened'), 0))`
  const rows = await db().all<{ source: string }>(sql`
    SELECT public_value_source AS source FROM rule_choices
    WHERE event_id = ${eventId} AND public_value_source IS NOT NULL AND chosen_at < ${lastReopening}
    GROUP BY public_value_source ORDER BY min(id)`)
  return rows.map(({ source }) => source)
}

/** Whether requests were reopened after this source had been named. */
export async function isNamedBeforeReopening(
  eventId: string,
  source: string | null,
): Promise<boolean> {
  return source !== null && (await listSourcesBeforeReopening(eventId)).includes(source)
}
