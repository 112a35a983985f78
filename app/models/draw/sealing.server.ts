import { sql } from 'drizzle-orm'
import { write } from '#db/lane.ts'
import { defaultChoice, findChoice } from './choice.server.ts'
import { findCommitment, sealSecret } from './seal.server.ts'

/** Who chose when nobody did. */
const PROGRAM = { name: '' }

/** The steps that seal the first draw of an event and record what holds until somebody chooses. */
export function stepsToSeal(eventId: string, by: { name: string } = PROGRAM) {
  return [sealSecret(eventId, 1, by, null).step, recordDefault(eventId)]
}

/** An event that came from elsewhere is sealed when it is first needed. @returns its commitment. */
export async function sealUnlessSealed(eventId: string): Promise<string | undefined> {
  const commitment = await findCommitment(eventId)
  if (commitment && (await findChoice(eventId, 1))) return commitment
  await write(stepsToSeal(eventId))
  return findCommitment(eventId)
}

function recordDefault(eventId: string) {
  const { rule, order } = defaultChoice
  return sql`INSERT INTO rule_choices (event_id, draw, rule, order_name, chosen_at)
    SELECT ${eventId}, 1, ${rule}, ${order}, ${Date.now()}
    WHERE NOT EXISTS (SELECT 1 FROM rule_choices WHERE event_id = ${eventId} AND draw = 1)`
}
