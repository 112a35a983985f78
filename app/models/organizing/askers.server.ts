import { sql } from 'drizzle-orm'
import { sqlIsReachable } from '#app/mail/reachable.server.ts'
import { db } from '#db/client.ts'
import { jsonParts } from '#db/insert-all.ts'
import { LaneFullError, refuseUnless } from '#db/lane.ts'

export type Asker = { userId: string; name: string; email: string }

/** Who asked, and who joined the waiting list after the decision and stayed. */
const whoAsks = (eventId: string) => sql`SELECT user_id FROM requests WHERE event_id = ${eventId}
  UNION SELECT user_id FROM standings WHERE event_id = ${eventId} AND has_joined = 1 AND has_left = 0`

const askers = (eventId: string) => sql`SELECT users.id AS userId, users.name, users.email
  FROM users WHERE users.id IN (${whoAsks(eventId)}) AND ${sqlIsReachable} ORDER BY users.id`

export async function listAskers(eventId: string): Promise<Asker[]> {
  return db().all<Asker>(askers(eventId))
}

export function mustStillBeAskers(eventId: string, list: Asker[]) {
  const known = list.map(asker => [asker.userId, asker.email])
  const sqlIsSame = [
    sql`SELECT count(*) = ${known.length} FROM (${askers(eventId)})`,
    ...jsonParts(known).map(
      part => sql`SELECT NOT EXISTS (SELECT 1 FROM json_each(${part}) AS known
        LEFT JOIN users ON users.id = known.value ->> 0 AND users.email = (known.value ->> 1) COLLATE BINARY
          AND users.deactivated_at IS NULL
        WHERE users.id IS NULL OR users.id NOT IN (${whoAsks(eventId)}))`,
    ),
  ]
  return sqlIsSame.map(condition => refuseUnless('askers' as const, condition))
}

const TRIES = 50

/**
 * Starts over when a request arrives between reading the list and the write, so that the mails miss nobody, or when
 * other tickets move at the same time.
 * @throws LaneFullError
 */
export async function writeToAskers<Reason extends string>(
  eventId: string,
  attempt: (list: Asker[]) => Promise<{ refusal: Reason | 'askers' | undefined; told: number }>,
): Promise<{ refusal: Exclude<Reason, 'askers'> | undefined; told: number }> {
  for (let tries = 1; ; tries += 1) {
    const { refusal, told } = await attempt(await listAskers(eventId))
    if (refusal !== 'askers')
      return { refusal: refusal as Exclude<Reason, 'askers'> | undefined, told: refusal ? 0 : told }
    if (tries === TRIES) throw new LaneFullError('the event moves on too fast')
  }
}
