import { audit } from '#app/models/audit/audit.server.ts'
import { raiseVersion } from '#app/models/draw/preparing/pins.server.ts'
import { findTask } from '#app/models/draw/workers/task.server.ts'
import { mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { drawTask } from './draw.server.ts'
import { mustBeSealed, mustNotBeDrawn, mustNotBePublished } from './guards.server.ts'

export type CancelRefusal = 'not-found' | 'drawn' | 'published' | 'not-sealed' | 'not-closed'

/** Any process may be working it out: the changed allocation version makes its write fail. */
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
