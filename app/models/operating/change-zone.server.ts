import { sql } from 'drizzle-orm'
import type { Actor } from '#app/models/audit/audit.server.ts'
import { recallZone, sqlStoredZone, zoneSteps } from '#app/models/settings/time-zone.server.ts'
import { sqlIsStill } from '#app/models/sign-in/rights.server.ts'
import { DEFAULT_ZONE, rememberZone, settings } from '#app/settings.server.ts'
import { refuseIf, refuseUnless, write } from '#db/lane.ts'

export type ZoneChange = { timeZone: string; was: string }
type ZoneRefusal = 'not-admin' | 'fixed' | 'same' | 'stale'

/** @param change.was the zone that the form showed */
export async function changeZone(
  { timeZone, was }: ZoneChange,
  actor: NonNullable<Actor>,
): Promise<ZoneRefusal | undefined> {
  const done = await write<ZoneRefusal>([
    refuseUnless('not-admin', sqlIsStill('admin', actor)),
    refuseIf('fixed', settings().isZoneFixed ? sql`1` : sql`0`),
    refuseIf('same', sql`${sqlStoredZone} IS ${timeZone}`),
    refuseUnless('stale', sql`coalesce(${sqlStoredZone}, ${DEFAULT_ZONE}) = ${was}`),
    ...zoneSteps(timeZone, actor),
  ])
  if (done.refusal === undefined) rememberZone(timeZone)
  // Another server may have changed it.
  else await recallZone()
  return done.refusal
}
