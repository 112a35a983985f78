import { sql } from 'drizzle-orm'
import type { Rule } from '#app/allocation/types.ts'
import { audit } from '#app/models/audit/audit.server.ts'
import { recordChoice } from '#app/models/draw/preparing/choice.server.ts'
import { canOpenSeal, sealSecret } from '#app/models/draw/seal/seal.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { mustNotBeLocked, mustNotBePublished } from './guards.server.ts'
import { findRoll } from './roll.server.ts'

export type Another = {
  draw: number
  reason: string
  rule: Rule
  cap: number | null
  publicValueSource: string | null
}

export type AnotherRefusal =
  | 'not-found'
  | 'published'
  | 'not-closed'
  | 'locked'
  | 'not-drawn'
  | 'sealed'

/** The frozen roll and the earlier draws stay in the public log. */
export async function sealAnother(eventId: string, viewer: Person, another: Another) {
  const { draw, reason, ...choice } = another
  const roll = await findRoll(eventId)
  const order = roll?.order ?? 'draw'
  const canOpen = await canOpenSeal(eventId, draw - 1)
  const { commitment, step } = sealSecret(eventId, draw, viewer, reason)
  return write<AnotherRefusal>([
    mustManage(viewer, eventId),
    mustNotBePublished(eventId),
    mustNotBeLocked(eventId),
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    refuseUnless(
      'sealed',
      sql`${draw} = (SELECT 1 + coalesce(max(draw), 0) FROM seals WHERE event_id = ${eventId})`,
    ),
    refuseUnless(
      'not-drawn',
      sql`${canOpen ? 0 : 1} OR EXISTS (SELECT 1 FROM draws WHERE event_id = ${eventId} AND number = ${draw - 1})`,
    ),
    step,
    recordChoice(eventId, draw, { ...choice, order }, viewer),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.sealed-again',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw, reason, commitment, ...choice },
    }),
  ])
}
