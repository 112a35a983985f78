import { newId } from '#app/models/id.ts'
import { insertAll } from '#db/insert-all.ts'
import type { Step } from '#db/lane.ts'
import { entryCodes } from '#db/schema.ts'
import { sealSecret } from './seal.server.ts'

type Sealable = {
  id: string
  finalizedAt?: number | null | undefined
  cancelledAt?: number | null | undefined
}

/**
 * For events that come in many at once: what opening and asking give each of them, so that a draw can be made.
 * Events whose end is decided need none.
 */
export function sealMany(
  events: readonly Sealable[],
  requests: readonly { eventId: string; userId: string }[],
): { steps: Step<never>[]; commitments: ReadonlyMap<string, string> } {
  const undecided = events.filter(event => !event.finalizedAt && !event.cancelledAt)
  const seals = undecided.map(({ id }) => ({ id, ...sealSecret(id, 1, { name: '' }, null) }))
  const commitments = new Map(seals.map(({ id, commitment }) => [id, commitment]))
  const codes = requests
    .filter(request => commitments.has(request.eventId))
    .map(({ eventId, userId }) => ({ eventId, userId, code: newId(10) }))
  return { steps: [...seals.map(({ step }) => step), ...insertAll(entryCodes, codes)], commitments }
}
