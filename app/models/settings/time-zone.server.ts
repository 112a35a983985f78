import { eq, sql } from 'drizzle-orm'
import { type Actor, auditRows } from '#app/models/audit/audit.server.ts'
import { rememberZone } from '#app/settings.server.ts'
import { isTimeZone, zoneHere } from '#app/values/time-zone.ts'
import { db } from '#db/client.ts'
import { storedSettings } from '#db/schema.ts'

const NAME = 'time-zone'
export const sqlStoredZone = sql`(SELECT value FROM settings WHERE name = ${NAME})`

/** For a batch. After it, call `rememberZone`. */
export function zoneSteps(zone: string, actor: NonNullable<Actor>) {
  return [
    auditRows(
      {
        actor,
        action: 'settings.time-zone-changed',
        subject: 'settings',
        subjectId: NAME,
        before: sql`(SELECT json_object('timeZone', value) FROM settings WHERE name = ${NAME})`,
        after: JSON.stringify({ timeZone: zone }),
      },
      sql``,
    ),
    sql`INSERT INTO settings (name, value) VALUES (${NAME}, ${zone})
      ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  ]
}

/** Reads the stored zone into memory, where pages find it. */
export async function recallZone(): Promise<void> {
  const [row] = await db()
    .select({ zone: storedSettings.value })
    .from(storedSettings)
    .where(eq(storedSettings.name, NAME))
  rememberZone(row && isTimeZone(row.zone) ? zoneHere(row.zone) : undefined)
}
