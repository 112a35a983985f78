import { sql } from 'drizzle-orm'
import { defaultChoice, findChoice } from '#app/models/draw/preparing/choice.server.ts'
import { refuseIf, type WriteStep, write } from '#db/lane.ts'
import { findLastSeal, sealSecret } from './seal.server.ts'

const PROGRAM = { name: '' }

/** Also records the default choice, which holds until somebody chooses. */
export function stepsToSeal(eventId: string, by: { name: string } = PROGRAM) {
  return newSeal(eventId, by).steps
}

function newSeal(eventId: string, by: { name: string } = PROGRAM) {
  const { commitment, step } = sealSecret(eventId, 1, by, null)
  return { commitment, steps: [step, recordDefault(eventId, 1)] }
}

/** `steps` seal an imported event in the first write that needs it; refused if another was faster. */
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
