import { insertAll } from '#db/insert-all.ts'
import type { WriteStep } from '#db/lane.ts'
import { entryCodes } from '#db/schema.ts'
import { newCode } from './code.server.ts'
import { sealSecret } from './seal.server.ts'

type Sealable = {
  id: string
  finalizedAt?: number | null | undefined
  cancelledAt?: number | null | undefined
}

export function sealMany(
  events: readonly Sealable[],
  requests: readonly { eventId: string; userId: string }[],
): {
  steps: WriteStep<never>[]
  commitments: ReadonlyMap<string, string>
  codeOf(eventId: string, userId: string): string | undefined
} {
  const undecided = events.filter(event => !event.finalizedAt && !event.cancelledAt)
  const seals = undecided.map(({ id }) => ({ id, ...sealSecret(id, 1, { name: '' }, null) }))
  const commitments = new Map(seals.map(({ id, commitment }) => [id, commitment]))
  const codes = requests
    .filter(request => commitments.has(request.eventId))
    .map(({ eventId, userId }) => ({ eventId, userId, code: newCode() }))
  const byEntry = new Map(codes.map(({ eventId, userId, code }) => [`${eventId} ${userId}`, code]))
  return {
    steps: [...seals.map(({ step }) => step), ...insertAll(entryCodes, codes)],
    commitments,
    codeOf: (eventId, userId) => byEntry.get(`${eventId} ${userId}`),
  }
}
