import { sql } from 'drizzle-orm'
import { write } from '#db/lane.ts'
import { audit } from './audit.server.ts'

const MAY_HAVE_LEFT =
  'The database was restored from a backup: this mail may have left since it was made.'

/**
 * Makes the open database, which is a copy of earlier, fit to go on from: mail that waited then may have left since,
 * so that a person decides; and sessions that were ended since do not come back to life.
 * @param from the name of the file it came from
 */
export async function settleRestored(from: string): Promise<{ sessions: number; mails: number }> {
  const done = await write([
    sql`UPDATE mails SET state = 'unknown', last_error = ${MAY_HAVE_LEFT}, lease_ends_at = NULL
      WHERE state IN ('queued', 'sending') RETURNING id`,
    sql`DELETE FROM sessions RETURNING id`,
    audit({
      actor: null,
      action: 'database.restored',
      subject: 'database',
      subjectId: from,
      after: { from },
    }),
  ])
  if (done.refusal !== undefined) throw new Error(`the copy refuses to be written: ${done.refusal}`)
  const [mails, sessions] = done.rows
  return { sessions: sessions?.length ?? 0, mails: mails?.length ?? 0 }
}
