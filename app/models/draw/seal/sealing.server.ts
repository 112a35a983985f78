import { sql } from 'drizzle-orm'
import { defaultChoice, findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { refuseIf, type WriteStep, write } from '#db/lane.ts'
import { findLastSeal, sealSecret } from './seal.server.ts'

/** Who chose when nobody did. */
const PROGRAM = { name: '' }

/** The steps that seal the first draw of an event and record what holds until somebody chooses. */
export function stepsToSeal(eventId: string, by: { name: string } = PROGRAM) {
  return newSeal(eventId, by).steps
}

function newSeal(eventId: string, by: { name: string } = PROGRAM) {
  const { commitment, step } = sealSecret(eventId, 1, by, null)
  return { commitment, steps: [step, recordDefault(eventId, 1)] }
}

/**
 * The commitment that holds for an event: of the draw that was sealed last. An event that came from elsewhere is sealed when it is first needed, by
 * steps that go with what needs it and are refused when another was faster.
 */
export async function readSeal(
  eventId: string,
): Promise<{ commitment: string; steps: WriteStep<'sealed'>[] }> {
  const seal = await findLastSeal(eventId)
  if (seal) {
    const { draw, commitment } = seal
    const isChosen = (await findChoice(eventId, draw)) !== undefined
    return { commitment, steps: isChosen ? [] : [recordDefault(eventId, draw)] }
  }
  const made = newSeal(eventId)
  const sqlIsSealed = sql`EXISTS (SELECT 1 FROM seals WHERE event_id = ${eventId} AND draw = 1)`
  return { ...made, steps: [refuseIf('sealed', sqlIsSealed), ...made.steps] }
}

/** Seals the first draw unless one is sealed: what is there already stays. */
export async function sealUnlessSealed(eventId: string): Promise<void> {
  const { steps } = await readSeal(eventId)
  if (steps.length > 0) await write(steps)
}

function recordDefault(eventId: string, draw: number) {
  const { rule, order } = defaultChoice
  return sql`INSERT INTO rule_choices (event_id, draw, rule, order_name, chosen_at)
    SELECT ${eventId}, ${draw}, ${rule}, ${order}, ${Date.now()}
    WHERE NOT EXISTS (SELECT 1 FROM rule_choices WHERE event_id = ${eventId} AND draw = ${draw})`
}
