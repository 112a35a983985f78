import { and, eq, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import { newestRound } from '#app/models/draw/beacon/rounds.server.ts'
import { copyChoice } from '#app/models/draw/preparing/choice.server.ts'
import { sealSecret } from '#app/models/draw/seal/seal.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { NOW } from '#db/clock.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { lockings } from '#db/schema.ts'
import { findLocking } from './locking.server.ts'
import type { UnlockRefusal } from './locking.ts'
import { mailCancelled } from './witness-mails.server.ts'

/**
 * Ends a locking before its value can be known, in public. Its secret is public, so the next draw has another secret
 * and number.
 * @param draw its number as the page showed it
 */
export async function cancelLocking(
  eventId: string,
  viewer: Person,
  { draw, reason }: { draw: number; reason: string },
): Promise<{ refusal?: UnlockRefusal | undefined }> {
  if (await isRoundKnown(eventId, draw)) return { refusal: 'known' }
  const { commitment, step } = sealSecret(eventId, draw + 1, viewer, reason)
  const row = sql`FROM lockings WHERE event_id = ${eventId} AND draw = ${draw}`
  return write<UnlockRefusal>([
    mustManage(viewer, eventId),
    refuseUnless('not-locked', sql`SELECT cancelled_at IS NULL ${row}`),
    refuseUnless('known', sql`SELECT public_value IS NULL AND known_at > ${NOW} ${row}`),
    db()
      .update(lockings)
      .set({ cancelledAt: Date.now(), cancelledByName: viewer.name, cancelReason: reason })
      .where(and(eq(lockings.eventId, eventId), eq(lockings.draw, draw))),
    step,
    ...(await mailCancelled(eventId, { draw, reason, nextCommitment: commitment })),
    copyChoice(eventId, draw, draw + 1),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.unlocked',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw, reason, next: draw + 1, commitment },
    }),
  ])
}

/** The clock of the database may be slow, or set back, by somebody who has read the round. */
async function isRoundKnown(eventId: string, draw: number): Promise<boolean> {
  const source = (await findLocking(eventId, draw))?.source
  if (source?.kind !== 'drand') return false
  const newest = await newestRound()
  return newest !== undefined && newest >= source.round
}
