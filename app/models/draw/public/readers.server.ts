import { eq, sql } from 'drizzle-orm'
import { audit } from '#app/models/audit/audit.server.ts'
import {
  findEvent,
  mustManage,
  type Person,
  type SeenEvent,
} from '#app/models/events/event.server.ts'
import { db } from '#db/client.ts'
import { refuseIf, write } from '#db/lane.ts'
import { events } from '#db/schema.ts'

const NOBODY: Person = { userId: '', name: '', role: 'member' }

/** An event whose draws anyone with the address may read, without an account. */
export async function findPublishedEvent(eventId: string): Promise<SeenEvent | undefined> {
  const event = await findEvent(NOBODY, eventId)
  return event?.publishesDraw ? event : undefined
}

/** @returns 'same' when it was so already; then nothing is noted */
export async function publishDraws(
  eventId: string,
  viewer: Person,
  publishesDraw: boolean,
): Promise<{ refusal?: 'not-found' | 'same' | undefined }> {
  return write<'not-found' | 'same'>([
    mustManage(viewer, eventId),
    refuseIf(
      'same',
      sql`SELECT publishes_draw = ${publishesDraw ? 1 : 0} FROM events WHERE id = ${eventId}`,
    ),
    db().update(events).set({ publishesDraw }).where(eq(events.id, eventId)),
    audit({
      actor: { userId: viewer.userId, name: viewer.name },
      action: 'draw.readers-changed',
      subject: 'event',
      subjectId: eventId,
      eventId,
      before: { publishesDraw: !publishesDraw },
      after: { publishesDraw },
    }),
  ])
}
