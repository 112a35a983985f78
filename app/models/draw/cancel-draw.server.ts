import { audit } from '#app/models/audit/audit.server.ts'
import { raiseVersion } from '#app/models/draw/preparing/pins.server.ts'
import { findTask } from '#app/models/draw/workers/task.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { drawTask } from './draw.server.ts'
import { mustBeSealed, mustNotBeDrawn, mustNotBePublished } from './guards.server.ts'

export type CancelRefusal = 'not-found' | 'drawn' | 'published' | 'not-sealed' | 'not-closed'

/**
 * Works for a draw that any process is working out: when that one records it, the changed version of the allocation
 * makes the write fail.
 * @param draw its number as the page showed it
 * @returns why there was nothing to cancel; then nothing changed
 */
export async function cancelDraw(
  eventId: string,
  draw: number,
  viewer: Person,
): Promise<{ refusal?: CancelRefusal | undefined }> {
  const done = await write<CancelRefusal>([
    mustManage(viewer, eventId),
    mustNotBeDrawn(eventId, draw),
    mustNotBePublished(eventId),
    mustBeSealed(eventId, draw),
    refuseUnless('not-closed', sqlIsInState(eventId, ['closed'])),
    raiseVersion(eventId),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.cancelled',
      subject: 'event',
      subjectId: eventId,
      eventId,
      after: { draw },
    }),
  ])
  if (!done.refusal) findTask(drawTask(eventId))?.cancel()
  return done.refusal ? { refusal: done.refusal } : {}
}
