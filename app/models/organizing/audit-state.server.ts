import { type SQL, sql } from 'drizzle-orm'
import { auditRows } from '#app/models/audit/audit.server.ts'
import type { Person } from '#app/models/events/event.server.ts'
import { stateSql } from '#app/models/events/state.server.ts'
import { NOW } from '#db/clock.ts'

/** Goes before the step that changes the row: `before` reads what it still has. */
export function auditState(
  person: Person,
  eventId: string,
  action: string,
  after: Record<string, SQL>,
): SQL {
  const set = sql.join(
    Object.entries(after).map(([name, value]) => sql`${name}, ${value}`),
    sql`, `,
  )
  return auditRows(
    {
      at: NOW,
      actor: person,
      action,
      subject: 'event',
      subjectId: sql`id`,
      eventId: sql`id`,
      before: sql`json_object('state', ${stateSql(NOW)}, 'opensAt', opens_at, 'closesAt', closes_at,
        'closedAt', closed_at, 'version', version)`,
      after: sql`json_object(${set}, 'version', version + 1)`,
    },
    sql`FROM events WHERE id = ${eventId}`,
  )
}
