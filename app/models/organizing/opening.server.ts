import { eq, sql } from 'drizzle-orm'
import { eventColumns, mustManage, type Person } from '#app/models/events/event.server.ts'
import { sqlIsInState } from '#app/models/events/state.server.ts'
import { db } from '#db/client.ts'
import { refuseUnless, write } from '#db/lane.ts'
import { events } from '#db/schema.ts'
import { auditEventChange } from './writing.server.ts'

export async function openEvent(person: Person, eventId: string) {
  const [row] = await db().select(eventColumns).from(events).where(eq(events.id, eventId))
  if (!row) return { refusal: 'not-found' as const }
  const changes = { opensAt: Date.now(), version: row.version + 1 }
  return write([
    mustManage(person, eventId),
    refuseUnless('not-draft', sqlIsInState(eventId, ['draft'])),
    refuseUnless('stale', sql`SELECT version = ${row.version} FROM events WHERE id = ${eventId}`),
    db().update(events).set(changes).where(eq(events.id, eventId)),
    auditEventChange(person, row, { ...row, ...changes }),
  ])
}
